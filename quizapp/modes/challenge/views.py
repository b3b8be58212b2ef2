"""The challenge's start page, with its rules, and the start."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from quizapp.accounts.requests import LearnerRequest
from quizapp.modes.beginning import begin, start_page
from quizapp.modes.challenge.declaration import MODE
from quizapp.modes.challenge.rules import rules
from quizapp.web.ratelimit import limited


@require_GET
@never_cache
def challenge(request: LearnerRequest, slug: str) -> HttpResponse:
    """Rules, problems and badge, before one starts."""
    context = start_page(request, slug, MODE)
    clocks = [problem.seconds for problem in context["announced"]]
    context |= {"rules": rules(context["terms"]), "shortest": min(clocks, default=0), "longest": max(clocks, default=0)}
    return render(request, "modes/challenge.html", context)


@require_POST
@limited("start")
def start(request: LearnerRequest, slug: str) -> HttpResponse:
    """Begin: the first clock runs from here."""
    return begin(request, slug, MODE)
