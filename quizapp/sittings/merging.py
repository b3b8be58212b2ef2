"""Two learners turn out to be one: their sittings come together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from quizapp.accounts.models import Learner
from quizapp.sittings.closing import catch_up, close
from quizapp.sittings.models import Sitting
from quizapp.sittings.rows import hold


@transaction.atomic
def merge_sittings(absorbed: Learner, into: Learner, now: datetime, **_: Any) -> None:
    """Give ``into`` every sitting of ``absorbed``; where both have the same mode open, the later one is closed.

    Receiver of ``learner_merged``; runs before those of progress and leaderboards, which build on it.
    """
    # In the order of their keys, as everybody who locks more than one learner does.
    list(Learner.objects.select_for_update(no_key=True).filter(pk__in=[absorbed.pk, into.pk]).order_by("pk"))
    both = Sitting.objects.filter(learner__in=[absorbed, into], closed_at__isnull=True)
    open_in: dict[tuple[int | None, int | None], list[Sitting]] = {}
    for sitting in both.order_by("started_at", "pk"):
        open_in.setdefault((sitting.mode_id, sitting.selection_id), []).append(sitting)
    for sittings in open_in.values():
        if len(sittings) > 1:
            _keep_the_first(sittings, now)
    Sitting.objects.filter(learner=absorbed).update(learner=into)


def _keep_the_first(sittings: list[Sitting], now: datetime) -> None:
    still_open = []
    for sitting in sittings:
        rows = hold(sitting.pk)
        catch_up(rows, now)
        if rows.sitting.closed_at is None:
            still_open.append(rows)
    for rows in still_open[1:]:
        close(rows, Sitting.Closed.MERGED, now, now)
