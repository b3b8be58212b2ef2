"""What every mode that asks questions does before the first one: its start page and the start itself."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from quizapp.accounts.learners import ensure_learner
from quizapp.accounts.requests import LearnerRequest
from quizapp.catalog.content import ItemType, Level
from quizapp.catalog.kind import KindDeclaration
from quizapp.catalog.kinds import kind_of
from quizapp.catalog.models import Mode, Pattern
from quizapp.modes.declaration import ModeDeclaration
from quizapp.modes.forms import StartForm
from quizapp.modes.offers import offers_of, ways_of
from quizapp.sittings import answering, starting
from quizapp.sittings.errors import KeptBack, NotOffered, StartKeyTaken, WindowNotOpen
from quizapp.sittings.models import Sitting
from quizapp.sittings.policies import policy_for
from quizapp.sittings.policy import PolicyTerms, Reveal
from quizapp.sittings.sealing import sealed_items


@dataclass(frozen=True)
class Announced:
    """What one may know of a problem before beginning."""

    kind: KindDeclaration
    title: str
    level: Level
    seconds: int


def start_page(request: LearnerRequest, slug: str, declaration: ModeDeclaration) -> dict[str, Any]:
    """What the start page of a pattern's mode says; 404 where it is not on offer."""
    context = mode_page(request, slug, declaration)
    mode: Mode = context["mode"]
    terms = policy_for(request.learner, mode).terms()
    return {
        **context,
        "terms": terms,
        "announced": _announced(request, mode, terms),
        "open_sitting": _open_sitting(request, mode),
        "start_key": uuid.uuid4(),
    }


def mode_page(request: LearnerRequest, slug: str, declaration: ModeDeclaration) -> dict[str, Any]:
    """What every page of a pattern's mode says around its content; 404 where the mode is not on offer."""
    mode = _offered(slug, declaration)
    return pattern_page(request, mode.pattern, declaration) | {"mode": mode}


def pattern_page(request: LearnerRequest, pattern: Pattern, declaration: ModeDeclaration) -> dict[str, Any]:
    """What a page says around something of a pattern that belongs to a mode, be the mode on offer or not."""
    offers = offers_of(pattern, request.learner)
    return {
        "section": "learn",
        "declaration": declaration,
        "pattern": pattern,
        "offers": offers,
        "ways": ways_of(offers),
    }


def begin(request: LearnerRequest, slug: str, declaration: ModeDeclaration) -> HttpResponse:
    """Start a sitting, open its first problem, and go there; or go on with the open one."""
    mode = find_offered(slug, declaration)
    if mode is None:
        return not_offered_now(request, slug)
    form = StartForm(request.POST)
    if not form.is_valid():
        return redirect(declaration.page, slug)
    start_key = form.cleaned_data["start_key"]
    learner = ensure_learner(request, start_key)
    policy = policy_for(learner, mode)
    try:
        sitting = starting.start(
            learner,
            mode,
            policy,
            policy.group,
            start_key,
            secrets.randbits(62),
            request.now,
            draws=declaration.draws,
            untimed=form.cleaned_data["untimed"] and policy.terms().clock_optional,
        )
    except KeptBack:
        messages.warning(request, gettext("Its questions are kept back just now: their answers are told later."))
        return redirect("pattern", slug)
    except NotOffered:
        messages.warning(request, gettext("This is being changed right now. Please come back a little later."))
        return redirect("pattern", slug)
    except WindowNotOpen:
        messages.warning(request, gettext("This cannot be started now: it is too early or too late."))
        return redirect(declaration.page, slug)
    except StartKeyTaken:
        messages.warning(request, gettext("That form had been used before. Please start from this page."))
        return redirect(declaration.page, slug)
    if not sitting.problems.filter(opened_at__isnull=False).exists():
        answering.open_problem(sitting, 1, request.now)
    return redirect("sitting", sitting.public_id)


def find_offered(slug: str, declaration: ModeDeclaration) -> Mode | None:
    """The mode of the pattern ``slug``; None where it is not on offer, or not any more."""
    modes = Mode.objects.offered().with_item_count().select_related("pattern__subject")
    return modes.filter(pattern__slug=slug, slug=declaration.slug).first()


def not_offered_now(request: LearnerRequest, slug: str) -> HttpResponse:
    """To the pattern, for whoever sends a form of a mode that was taken back meanwhile."""
    messages.info(request, gettext("That is not offered any more. What you did before is kept."))
    return redirect("pattern", slug)


def _offered(slug: str, declaration: ModeDeclaration) -> Mode:
    mode = find_offered(slug, declaration)
    if mode is None:
        raise Http404(f"{slug} offers no {declaration.slug}")
    return mode


def _announced(request: LearnerRequest, mode: Mode, terms: PolicyTerms) -> tuple[Announced, ...]:
    """What one would be asked now; nothing of what is kept back from the learner."""
    sealed = sealed_items(request.learner, request.now, besides=mode if terms.reveal is not Reveal.AT_ONCE else None)
    placements = mode.placements.filter(item__retired_at__isnull=True, item__type=ItemType.QUESTION)
    if not terms.counts:
        placements = placements.filter(item__published__withdrawn_at__isnull=True)
    published = [
        placement.item.published
        for placement in placements.select_related("item__published")
        if placement.item_id not in sealed
    ]
    questions = [revision.question for revision in published if revision is not None]
    return tuple(
        Announced(kind_of(question.kind), question.title, question.level, round(question.seconds * terms.extra_time))
        for question in questions
    )


def _open_sitting(request: LearnerRequest, mode: Mode) -> Sitting | None:
    if request.learner is None:
        return None
    return Sitting.objects.filter(
        learner=request.learner, mode=mode, closed_at__isnull=True, due_at__gt=request.now
    ).first()
