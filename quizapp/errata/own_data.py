"""What is kept of a learner's reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from quizapp.accounts.models import Learner
from quizapp.accounts.own_data import Part, rows
from quizapp.errata.models import Objection
from quizapp.sittings.sealing import sealed_items


def own_data(learner: Learner, now: datetime, **_: Any) -> Part:
    """Receiver of ``learner_data_asked``; those about questions kept back now are left out."""
    reports = Objection.objects.filter(learner=learner).exclude(revision__item__in=sealed_items(learner, now))
    fields = ("revision__item__slug", "revision__number", "about", "text", "status", "reply", "made_at", "replied_at")
    return {"reports": rows(reports, *fields)}
