"""What is kept of a learner's sittings, as far as their terms let it be known."""

from __future__ import annotations

from typing import Any

from quizapp.accounts.models import Learner
from quizapp.accounts.own_data import Part, rows
from quizapp.sittings.models import Problem, Response, Sitting


def own_data(learner: Learner, **_: Any) -> Part:
    """Receiver of ``learner_data_asked``; whether an answer was right only where the result was told."""
    of_problem = ("problem__sitting__public_id", "problem__position", "number", "choice", "answered_at")
    responses = Response.objects.filter(problem__sitting__learner=learner)
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
        "responses_told": rows(responses.filter(problem__sitting__told_at__isnull=False), *of_problem, "right"),
    }
