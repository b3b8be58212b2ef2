"""What a learner began and has not finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from quizapp.accounts.models import Learner
from quizapp.modes.declared import BY_SLUG
from quizapp.modes.whereabouts import Whereabouts, whereabouts_of
from quizapp.sittings.models import Sitting


@dataclass(frozen=True)
class OpenSitting:
    """A sitting to go on with."""

    sitting: Sitting
    where: Whereabouts


def open_sittings(learner: Learner | None, now: datetime) -> tuple[OpenSitting, ...]:
    """Sittings that are not over yet, the latest first; one query."""
    if learner is None:
        return ()
    sittings = (
        Sitting.objects.filter(learner=learner, closed_at__isnull=True, due_at__gt=now, mode_slug__in=BY_SLUG)
        .select_related("mode__pattern", "selection")
        .order_by("-started_at")
    )
    return tuple(OpenSitting(sitting, whereabouts_of(sitting)) for sitting in sittings)
