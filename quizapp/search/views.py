"""The page of search."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from quizapp.accounts.requests import LearnerRequest
from quizapp.search.finding import find
from quizapp.web.ratelimit import limited

LONGEST_QUERY = 200


@require_GET
@never_cache
@limited("search")
def search(request: LearnerRequest) -> HttpResponse:
    """What the words of ``q`` are found in."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    context = {"section": "learn", "query": query, "found": find(query, request.learner, request.now)}
    return render(request, "search/page.html", context)
