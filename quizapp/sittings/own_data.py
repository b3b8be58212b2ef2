"""What is kept of a learner's sittings, as far as their terms let it be known."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from quizapp.accounts.models import Learner
from quizapp.accounts.own_data import Part, rows
from quizapp.sittings.models import Problem, Response, Sitting
from quizapp.sittings.sealing import sealed_items


def own_data(learner: Learner, now: datetime, **_: Any) -> Part:
    """Receiver of ``learner_data_asked``; whether an answer was right only where that is told now."""
    of_problem = ("problem__sitting__public_id", "problem__position", "number", "choice", "answered_at")
    responses = Response.objects.filter(problem__sitting__learner=learner)
    told = responses.filter(problem__sitting__told_at__isnull=False)
    told = told.exclude(problem__revision__item__in=sealed_items(learner, now))
    sittings = Sitting.objects.filter(learner=learner)
    return {
        "sittings": rows(sittings, "public_id", "mode_slug", "mode__pattern__slug", "timed", "started_at", "closed_at"),
        "results": rows(sittings.filter(told_at__isnull=False), "public_id", "points", "ms", "all_right"),
        "problems": rows(
            Problem.objects.filter(sitting__learner=learner),
            "sitting__public_id",
            "position",
            "revision__item__slug",
            "revision__number",
            "opened_at",
            "hint_at",
            "ended_at",
        ),
        "responses": rows(responses, *of_problem),
        "responses_told": rows(told, *of_problem, "right"),
    }
