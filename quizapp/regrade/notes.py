"""What a learner is told of corrected keys: one quiet note until it is put away, and a page with everything.

Nothing is told of a sitting before its result is; and where the terms never tell which answers were right, only the
total is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from quizapp.accounts.models import Learner
from quizapp.regrade.models import Change
from quizapp.sittings.policy import Reveal

LISTED: Final = 100
"""How many the page lists, the latest first."""


@dataclass(frozen=True)
class Note:
    """The one note."""

    results: int
    """How many results were looked at again since the learner last put the note away."""
    badges: tuple[str, ...]
    """Badges given since then."""
    lost: tuple[str, ...]
    """Badges taken back since then."""


@dataclass(frozen=True, kw_only=True)
class ChangeTold:
    """One change as its learner reads it."""

    change: Change
    title: str | None
    """Of the question; None where the terms never tell about single questions."""
    reason: str | None
    """Why the key was wrong; likewise."""
    void: bool


def note_for(learner: Learner | None) -> Note | None:
    """What has not been put away yet; one query."""
    if learner is None:
        return None
    unseen = list(_told(learner).filter(seen_at__isnull=True).values_list("badge", "badge_name"))
    if not unseen:
        return None
    return Note(
        results=len(unseen),
        badges=tuple(name for badge, name in unseen if badge == Change.Badge.GIVEN),
        lost=tuple(name for badge, name in unseen if badge == Change.Badge.TAKEN),
    )


def put_away(learner: Learner, now: datetime) -> None:
    """The learner has read the note."""
    unseen = _told(learner).filter(seen_at__isnull=True)
    Change.objects.filter(pk__in=list(unseen.values_list("pk", flat=True))).update(seen_at=now)


def changes_told(learner: Learner | None, sealed: Collection[int]) -> tuple[ChangeTold, ...]:
    """The learner's results that a correction touched, the latest first; one query. Nothing of items ``sealed``."""
    if learner is None:
        return ()
    rows = (
        _told(learner)
        .exclude(regrade__revision__item__in=sealed)
        .select_related("regrade__revision", "problem__sitting")
    )
    return tuple(_shown(change) for change in rows.order_by("-made_at", "-pk")[:LISTED])


def corrected_problems(problem_ids: Collection[int]) -> frozenset[int]:
    """Which of a learner's problems a correction touched, for marks in the history; one query."""
    found = Change.objects.filter(problem__in=problem_ids, problem__sitting__told_at__isnull=False)
    return frozenset(found.values_list("problem_id", flat=True))


def _told(learner: Learner) -> QuerySet[Change]:
    return Change.objects.filter(learner=learner, problem__sitting__told_at__isnull=False)


def _shown(change: Change) -> ChangeTold:
    secret = change.problem.sitting.terms.reveal is Reveal.NEVER
    return ChangeTold(
        change=change,
        title=None if secret else change.regrade.revision.question.title,
        reason=None if secret else change.regrade.reason,
        void=change.regrade.key is None,
    )
