"""The cheat sheet, and the start of its quick quiz."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from quizapp.accounts.requests import LearnerRequest
from quizapp.catalog.content import Card
from quizapp.catalog.models import Item
from quizapp.modes.beginning import begin, start_page
from quizapp.modes.cheat_sheet.declaration import MODE
from quizapp.modes.explain.prompts import prompts_of
from quizapp.web.ratelimit import limited


@require_GET
@never_cache
def cheat_sheet(request: LearnerRequest, slug: str) -> HttpResponse:
    """Everything on one page; the answers of the quiz are not among it."""
    context = start_page(request, slug, MODE)
    items = Item.objects.ready().filter(placements__mode=context["mode"]).select_related("published")
    bodies = [item.published.body for item in items.order_by("placements__position") if item.published is not None]
    context["cards"] = [body for body in bodies if isinstance(body, Card)]
    context["prompts"] = prompts_of(context["mode"], request.learner)
    return render(request, "modes/cheat_sheet.html", context)


@require_POST
@limited("start")
def start(request: LearnerRequest, slug: str) -> HttpResponse:
    """Begin the quick quiz."""
    return begin(request, slug, MODE)
