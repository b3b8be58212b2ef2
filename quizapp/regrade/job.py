"""Applies what is in force to every answer: in short steps, each a transaction, by whoever comes along.

A step locks the row of its regrade, so two who work on the same one take turns; it goes on where the last left off,
so a process that is killed loses at most the step it was in, and nothing is done twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from quizapp.accounts.models import Learner
from quizapp.regrade import applying
from quizapp.regrade.models import Change, Regrade
from quizapp.regrade.planning import SLICE, Ruling, next_slice, plan_for_learners

BREATH: Final = timedelta(milliseconds=100)
"""The pause after a step on SQLite, which has one lock and no queue for it: whoever waits looks again at least this
often, so that nobody waits for more than one step. A server has queues."""

State = Regrade.State


def ruling_of(regrade: Regrade) -> Ruling:
    return Ruling(revision=regrade.revision, key=regrade.key, strict=regrade.strict)


def step(regrade_id: int, now: datetime, most: int = SLICE) -> bool:
    """Do the next part of a regrade; whether there may be more to do."""
    with transaction.atomic():
        regrade = (
            Regrade.objects.select_for_update(of=("self",), no_key=True)
            .select_related("revision__item")
            .get(pk=regrade_id)
        )
        if regrade.state != State.APPLYING:
            return False
        ruling = ruling_of(regrade)
        found = next_slice(ruling, regrade.reached, most)
        if found is None:
            regrade.state, regrade.finished_at = State.DONE, now
            regrade.save(update_fields=["state", "finished_at"])
            return False
        # In the order of their keys, as everybody who locks more than one learner does.
        learners = Learner.objects.select_for_update(no_key=True).filter(pk__in=found.learners).order_by("pk")
        held = set(learners.values_list("pk", flat=True))
        if connection.features.has_select_for_update:
            # Whoever was merged while this waited has no sittings any more; another has them, who is not held.
            again = next_slice(ruling, regrade.reached, most)
            if again is None or not again.learners <= held:
                return True
        _apply(regrade, ruling, held, now)
        regrade.reached = found.last
        if found.size < most:
            # What was started meanwhile knows the new key; to wait for that to stop would be to wait for ever.
            regrade.state, regrade.finished_at = State.DONE, now
        regrade.save(update_fields=["reached", "state", "finished_at"])
    return regrade.state == State.APPLYING


def _apply(regrade: Regrade, ruling: Ruling, learner_ids: set[int], now: datetime) -> None:
    if not learner_ids:
        return
    recorded = Change.objects.filter(regrade=regrade, learner__in=learner_ids).values_list("problem_id", flat=True)
    applying.keep(plan_for_learners(ruling, learner_ids, frozenset(recorded)), regrade, now)


def finish(regrade_id: int, clock: Callable[[], datetime], most: int = SLICE) -> None:
    """Go on with a regrade until everything is applied."""
    while step(regrade_id, clock(), most):
        _let_others_in()


def go_on(now: datetime, budget: timedelta) -> None:
    """Do what fits into ``budget`` of everything that is being applied, the oldest first."""
    until = time.monotonic() + budget.total_seconds()
    for regrade_id in Regrade.objects.filter(state=State.APPLYING).order_by("pk").values_list("pk", flat=True):
        while step(regrade_id, now):
            if time.monotonic() >= until:
                return
            _let_others_in()


def _let_others_in() -> None:
    if connection.vendor == "sqlite":
        time.sleep(BREATH.total_seconds())
