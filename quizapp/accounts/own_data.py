"""Everything that is kept of a learner, for the learner to take along."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.db.models import QuerySet

from quizapp.accounts.models import Learner, Membership
from quizapp.accounts.signals import learner_data_asked

Part = Mapping[str, list[dict[str, Any]]]
"""By name, the rows of a kind; what an app adds to a learner's data."""


def rows(found: QuerySet[Any], *fields: str) -> list[dict[str, Any]]:
    """The named fields of every row, in the order in which they were made."""
    return list(found.order_by("pk").values(*fields))


def collect(learner: Learner, now: datetime) -> dict[str, Any]:
    """What this app keeps, and what every other app answers to ``learner_data_asked``."""
    user = learner.user
    data: dict[str, Any] = {
        "learner": {
            "pseudonym": learner.pseudonym,
            "chosen_name": learner.chosen_name,
            "time_zone": learner.time_zone,
            "extra_time": learner.extra_time,
            "created_at": learner.created_at,
        },
        "account": {"username": user.username, "email": user.email, "joined_at": user.date_joined} if user else None,
        "groups": rows(Membership.objects.filter(learner=learner), "group__name", "role", "joined_at"),
    }
    for _, answer in learner_data_asked.send(sender=Learner, learner=learner, now=now):
        part = cast("Part", answer)
        data.update(part)
    return data
