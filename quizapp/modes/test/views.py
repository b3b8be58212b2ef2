"""The test's start page and the start."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from quizapp.accounts.requests import LearnerRequest
from quizapp.modes.beginning import begin, start_page
from quizapp.modes.offers import STRONG_PERCENT
from quizapp.modes.test.declaration import MODE
from quizapp.web.ratelimit import limited


@require_GET
@never_cache
def test(request: LearnerRequest, slug: str) -> HttpResponse:
    """What the test asks and what it tells."""
    context = start_page(request, slug, MODE)
    context["asked"] = min(MODE.draws or 0, len(context["announced"]))
    return render(request, "modes/test.html", context | {"strong_percent": STRONG_PERCENT})


@require_POST
@limited("start")
def start(request: LearnerRequest, slug: str) -> HttpResponse:
    """Draw the questions, those not seen yet first, and begin."""
    return begin(request, slug, MODE)
