"""Sittings that ran while a key was corrected are put right when they close, before anything follows from them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from quizapp.regrade import applying
from quizapp.regrade.job import ruling_of
from quizapp.regrade.models import Regrade
from quizapp.regrade.planning import plan_for_sitting
from quizapp.sittings.models import Sitting


def correct_closed(sitting: Sitting, now: datetime, **_: Any) -> None:
    """Receiver of ``sitting_closed``, whose sender holds the learner's row.

    Corrections made since the sitting started apply in their order; a void question counts as full however long it
    has been void.
    """
    in_force = Regrade.objects.filter(revision__problems__sitting=sitting, correction__isnull=False)
    since = in_force.filter(Q(correction__corrected_at__gte=sitting.started_at) | Q(new_key=""))
    regrades = list(since.select_related("revision__item").order_by("correction__corrected_at", "correction_id"))
    for regrade in regrades:
        applying.keep(plan_for_sitting(ruling_of(regrade), sitting.pk), regrade, now)
    if regrades:
        # The sender's own copy is what the other receivers get.
        sitting.refresh_from_db(fields=["points", "ms", "all_right"])
