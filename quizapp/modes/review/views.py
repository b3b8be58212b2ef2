"""The page from which one goes on: what is due today, and everything one has done."""

from __future__ import annotations

import secrets
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from quizapp.accounts.learners import ensure_learner
from quizapp.accounts.requests import LearnerRequest
from quizapp.modes.forms import StartForm
from quizapp.modes.review.declaration import MODE
from quizapp.modes.review.due import due_of, select_due
from quizapp.modes.selections import begin_selection
from quizapp.sittings.models import Sitting
from quizapp.web.ratelimit import limited


@require_GET
@never_cache
def study(request: LearnerRequest) -> HttpResponse:
    """What is due now, and the ways to everything that was done."""
    context = {
        "section": "review",
        "declaration": MODE,
        "due": due_of(request.learner, request.now),
        "open_sitting": _open(request),
        "start_key": uuid.uuid4(),
    }
    return render(request, "modes/study.html", context)


@require_POST
@limited("start")
def start(request: LearnerRequest) -> HttpResponse:
    """Ask the questions that are due first; a review that is open is gone on with."""
    form = StartForm(request.POST)
    if not form.is_valid():
        return redirect("study")
    if (open_sitting := _open(request)) is not None:
        return redirect("sitting", open_sitting.public_id)
    learner = ensure_learner(request, form.cleaned_data["start_key"])
    selection = select_due(learner, form.cleaned_data["start_key"], request.now)
    if selection is None:
        messages.info(request, gettext("No question is due just now."))
        return redirect("study")
    return begin_selection(
        request, learner, selection, form.cleaned_data["start_key"], secrets.randbits(62), otherwise="study"
    )


def _open(request: LearnerRequest) -> Sitting | None:
    if request.learner is None:
        return None
    sittings = Sitting.objects.filter(learner=request.learner, mode_slug=MODE.slug, closed_at__isnull=True)
    return sittings.filter(due_at__gt=request.now).order_by("-started_at").first()
