"""Sittings for tests, begun and answered through the engine."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from quizapp.accounts.models import Group, Learner
from quizapp.catalog.models import Mode
from quizapp.sittings import answering, starting
from quizapp.sittings.answering import Answered
from quizapp.sittings.models import Policy, Sitting
from quizapp.sittings.policies import policy_for
from tests.factories.content import RIGHT, WRONG
from tests.factories.people import NOW

_numbers = itertools.count(1)


def policy(slug: str | None = None, **fields: Any) -> Policy:
    """A policy like the default challenge, but for ``fields``; where nothing else is said, it is everybody's."""
    defaults: dict[str, Any] = {
        "name": "Terms",
        "mode_slug": "challenge",
        "clock": "per-problem",
        "attempts": 2,
        "reveal": "at-once",
    }
    if "group" not in fields:
        fields["group"] = Group.everyone()
    return Policy.objects.create(slug=slug or f"policy-{next(_numbers)}", **defaults | fields)


def begin(learner: Learner, mode: Mode, now: datetime = NOW, *, under: Policy | None = None, seed: int = 1) -> Sitting:
    terms = under or policy_for(learner, mode)
    return starting.start(learner, mode, terms, terms.group, uuid4(), seed, now)


def give(sitting: Sitting, position: int, choice: str, now: datetime) -> Answered:
    return answering.answer(sitting, position, choice, uuid4(), now)


def take(sitting: Sitting, answers: dict[int, str], *, start: datetime = NOW, each: float = 10) -> datetime:
    """Open and answer problems one after the other, ``each`` seconds apart; returns when the last was answered."""
    now = start
    for position, choice in answers.items():
        answering.open_problem(sitting, position, now)
        now += timedelta(seconds=each)
        give(sitting, position, choice, now)
    return now


def finish(
    learner: Learner, mode: Mode, *, right: int, start: datetime = NOW, each: float = 10, **kwargs: Any
) -> Sitting:
    """A whole sitting: the first ``right`` problems solved at once, the rest answered wrong and given up."""
    sitting = begin(learner, mode, start, **kwargs)
    now = start
    for position in range(1, sitting.problems.count() + 1):
        answering.open_problem(sitting, position, now)
        now += timedelta(seconds=each)
        solved = position <= right
        give(sitting, position, RIGHT if solved else WRONG[0], now)
        if not solved:
            answering.give_up(sitting, position, now)
    sitting.refresh_from_db()
    return sitting
