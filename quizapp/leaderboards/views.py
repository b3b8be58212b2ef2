"""The list of boards and the page of one."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from quizapp.accounts.models import Group
from quizapp.accounts.requests import LearnerRequest
from quizapp.catalog.models import Mode
from quizapp.leaderboards.boards import THIS_WEEK, board_for, page
from quizapp.leaderboards.distribution import distribution
from quizapp.leaderboards.ranking import ALL_TIME

PERIODS: Final = {ALL_TIME: _("All time"), THIS_WEEK: _("This week")}


@require_GET
def boards(request: LearnerRequest) -> HttpResponse:
    """Every challenge that has a board."""
    challenges = Mode.objects.offered().filter(slug="challenge").select_related("pattern__subject")
    ordered = challenges.order_by("pattern__subject__position", "pattern__position", "pattern__slug")
    return render(request, "leaderboards/boards.html", {"section": "boards", "challenges": ordered})


@require_GET
@never_cache
def board(request: LearnerRequest, slug: str) -> HttpResponse:
    """One challenge's board: the top, and the learner among its neighbours."""
    mode = get_object_or_404(Mode.objects.select_related("pattern__subject"), pattern__slug=slug, slug="challenge")
    asked = request.GET.get("period", ALL_TIME)
    period = asked if asked in PERIODS else ALL_TIME
    found = board_for(mode, period, Group.everyone(), request.now)
    shown = page(found, request.learner, request.now)
    context = {
        "section": "boards",
        "mode": mode,
        "pattern": mode.pattern,
        "period": period,
        "periods": PERIODS,
        "page": shown,
        "distribution": distribution(found, shown.mine.points if shown.mine is not None else None),
        "guest": request.learner is None or request.learner.is_guest,
    }
    return render(request, "leaderboards/board.html", context)
