"""A question by itself under a stable address, and the same to be embedded elsewhere.

The form is a GET: it changes nothing, so it needs neither session nor token, and works where cookies are blocked.
"""

from __future__ import annotations

import secrets
from typing import Any

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from quizapp.accounts.models import Learner
from quizapp.accounts.requests import LearnerRequest
from quizapp.catalog.content import ItemType
from quizapp.catalog.models import Item, ItemRevision
from quizapp.errata.lines import errata_of
from quizapp.modes.keys import SITTING_KEYS
from quizapp.modes.offers import offers_of, ways_of
from quizapp.modes.problem_page import problem_page
from quizapp.modes.question.state import State
from quizapp.progress.models import StudySettings
from quizapp.progress.queue import settings_of
from quizapp.sittings.alone import question_shown
from quizapp.sittings.models import Problem
from quizapp.sittings.sealing import sealed_items


@require_GET
@never_cache
def question(request: LearnerRequest, slug: str) -> HttpResponse:
    """The question, untimed; of a retired one, why and where to go on; of a sealed one, that it is kept back."""
    item = _item(slug)
    learner = request.learner
    context: dict[str, Any] = {"section": "learn", "item": item, "pattern": item.pattern, "alone": True}
    if item.retired_at is not None:
        context["ways"] = ways_of(offers_of(item.pattern, None))
        return render(request, "modes/question/retired.html", context, status=410)
    if item.pk in sealed_items(learner, request.now):
        return render(request, "modes/question/sealed.html", context, status=403)
    if (running := _running(learner, item, request)) is not None:
        return render(request, "modes/question/running.html", context | {"problem": running}, status=403)
    context |= _question(request, item, reverse("question", args=[slug]))
    context |= {
        "keys": SITTING_KEYS,
        "study": settings_of(learner) if learner is not None else StudySettings(),
        "frame_address": request.build_absolute_uri(reverse("question-embed", args=[slug]))
        if settings.EMBED_ANCESTORS
        else "",
    }
    return render(request, "modes/question/page.html", context)


@require_GET
def embedded(request: HttpRequest, slug: str) -> HttpResponse:
    """The question in a frame of another site; only where this installation allows that site."""
    view = xframe_options_exempt(_embedded) if settings.EMBED_ANCESTORS else _embedded
    allowed = {"frame-ancestors": settings.EMBED_ANCESTORS or [NONE]}
    response: HttpResponse = csp_replace(allowed)(view)(request, slug)
    return response


def _embedded(request: LearnerRequest, slug: str) -> HttpResponse:
    # Whoever looks is a stranger here, whatever cookies come along: frames of other sites see the same for everybody.
    item = _item(slug)
    context: dict[str, Any] = {"item": item, "pattern": item.pattern, "alone": True}
    if item.retired_at is not None or item.pk in sealed_items(None, request.now):
        return render(request, "modes/question/embed_gone.html", context, status=410)
    context |= _question(request, item, reverse("question-embed", args=[slug]))
    return render(request, "modes/question/embed.html", context)


def _question(request: HttpRequest, item: Item, address: str) -> dict[str, Any]:
    """The question as far as the form has come; begun anew where the form is not of this question."""
    assert item.published is not None
    said = request.GET
    before = State.read(said.get("state", ""))
    revision = _shown_before(item, before) if before is not None else None
    if before is None or revision is None:
        before, revision = State(item.published.pk, secrets.randbits(31)), item.published
    known = {choice.id for choice in revision.question.choices}
    choice = said.get("choice", "")
    state = before.after(said.get("do", ""), choice if choice in known else "")
    shown = question_shown(revision, state.seed, state.tried, hint=state.hint, told=state.told)
    told = [revision.pk] if shown.revealed is not None else []
    page = problem_page(shown, errata_of(told).get(revision.pk, ()))
    return {"page": page, "state": state.signed(), "address": address, "nothing_chosen": _nothing_chosen(said)}


def _nothing_chosen(said: Any) -> bool:
    return said.get("do") == "answer" and not said.get("choice")


def _shown_before(item: Item, state: State) -> ItemRevision | None:
    assert item.published is not None
    if state.revision == item.published.pk:
        return item.published
    return item.revisions.filter(pk=state.revision, published_at__isnull=False).first()


def _running(learner: Learner | None, item: Item, request: LearnerRequest) -> Problem | None:
    """The problem in an open sitting of the learner's where this very question waits for an answer."""
    if learner is None:
        return None
    open_ones = Problem.objects.filter(
        sitting__learner=learner,
        sitting__closed_at__isnull=True,
        sitting__due_at__gt=request.now,
        ended_at__isnull=True,
    )
    return open_ones.filter(revision__item=item).select_related("sitting").first()


def _item(slug: str) -> Item:
    items = Item.objects.filter(type=ItemType.QUESTION, published__isnull=False)
    found = get_object_or_404(items.select_related("published", "pattern__subject"), slug=slug)
    if not found.placements.exists() and found.retired_at is None:
        raise Http404(f"{slug} stands in no mode")
    return found
