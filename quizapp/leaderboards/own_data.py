"""What is kept of a learner's standings."""

from __future__ import annotations

from typing import Any

from quizapp.accounts.models import Learner
from quizapp.accounts.own_data import Part, rows
from quizapp.leaderboards.models import Standing


def own_data(learner: Learner, **_: Any) -> Part:
    """Receiver of ``learner_data_asked``."""
    fields = ("board__mode__pattern__slug", "board__period", "board__group__name", "points", "ms", "finished_at")
    return {"standings": rows(Standing.objects.filter(learner=learner), *fields)}
