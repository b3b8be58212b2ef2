"""What is kept of a learner's reports."""

from __future__ import annotations

from typing import Any

from quizapp.accounts.models import Learner
from quizapp.accounts.own_data import Part, rows
from quizapp.errata.models import Objection


def own_data(learner: Learner, **_: Any) -> Part:
    """Receiver of ``learner_data_asked``."""
    fields = ("revision__item__slug", "revision__number", "about", "text", "status", "reply", "made_at", "replied_at")
    return {"reports": rows(Objection.objects.filter(learner=learner), *fields)}
