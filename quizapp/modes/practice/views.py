"""Practice's start page and the start."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from quizapp.accounts.requests import LearnerRequest
from quizapp.modes.beginning import begin, start_page
from quizapp.modes.practice.declaration import MODE
from quizapp.web.ratelimit import limited


@require_GET
@never_cache
def practice(request: LearnerRequest, slug: str) -> HttpResponse:
    """What there is to practise."""
    return render(request, "modes/practice.html", start_page(request, slug, MODE))


@require_POST
@limited("start")
def start(request: LearnerRequest, slug: str) -> HttpResponse:
    """Begin with the first question."""
    return begin(request, slug, MODE)
