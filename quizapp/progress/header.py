"""What every page's header says of the learner: streak and points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from quizapp.accounts.requests import LearnerRequest
from quizapp.progress.days import streak_of
from quizapp.progress.points import points_of


@dataclass(frozen=True)
class Header:
    """The two numbers; zero for a visitor who has not begun anything yet."""

    streak: int | None = 0
    """None where the learner wants it hidden."""
    points: int = 0


def header(request: HttpRequest) -> dict[str, Any]:
    """Context processor; asks the database only when a template uses it, and then with two queries."""
    return {"header": SimpleLazyObject(lambda: _header(request))}


def _header(request: HttpRequest) -> Header:
    # An error page may be rendered for a request that never reached the middleware.
    if not isinstance(request, LearnerRequest) or request.learner is None:
        return Header()
    return Header(streak=streak_of(request.learner, request.now), points=points_of(request.learner))
