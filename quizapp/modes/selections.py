"""What every mode that goes across patterns does to begin: a sitting of its selection, its first problem open."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from quizapp.accounts.models import Learner
from quizapp.accounts.requests import LearnerRequest
from quizapp.sittings import answering, starting
from quizapp.sittings.errors import NotOffered, StartKeyTaken, WindowNotOpen
from quizapp.sittings.models import Selection
from quizapp.sittings.policies import policy_for_selection


def begin_selection(
    request: LearnerRequest, learner: Learner, selection: Selection, start_key: UUID, seed: int, *, otherwise: str
) -> HttpResponse:
    """Start, or go on with, a sitting of ``selection``; to the address named ``otherwise`` where that cannot be."""
    policy = policy_for_selection(learner, selection)
    try:
        sitting = starting.start_selection(learner, selection, policy, start_key=start_key, seed=seed, now=request.now)
    except NotOffered:
        messages.warning(request, gettext("None of these questions can be asked just now."))
        return redirect(otherwise)
    except WindowNotOpen:
        messages.warning(request, gettext("This cannot be started now: it is too early or too late."))
        return redirect(otherwise)
    except StartKeyTaken:
        messages.warning(request, gettext("That form had been used before. Please start from this page."))
        return redirect(otherwise)
    if not sitting.problems.filter(opened_at__isnull=False).exists():
        answering.open_problem(sitting, 1, request.now)
    return redirect("sitting", sitting.public_id)
