"""The modes a pattern offers, and how far a learner has come in each."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode, Pattern
from quizapp.modes.declaration import ModeDeclaration
from quizapp.modes.declared import BY_SLUG, DECLARED
from quizapp.progress.models import Answer, Schedule
from quizapp.sittings.models import Sitting
from quizapp.sittings.scoring import RULE

STRONG_PERCENT = 80
"""How much of a test has to be right before its pattern counts as strong."""


class Progress(enum.StrEnum):
    """How far a learner has come in a mode."""

    NEW = "new"
    OPEN = "open"
    TAKEN = "taken"
    ALL_RIGHT = "all-right"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A mode of a pattern that can be taken now."""

    mode: Mode
    declaration: ModeDeclaration
    progress: Progress = Progress.NEW
    best: int | None = None
    """Most points in a sitting that is over and told."""
    met: int = 0
    """Items of a mode without sittings that the learner has rated, explained or committed to."""
    due: int = 0
    """Items of it that are to be met again now."""
    strong: bool = False
    """The last sitting that was told shows that the pattern is known."""

    @property
    def size(self) -> str:
        """How much there is to do: ``10 questions``."""
        count = self.declaration.draws or self.mode.item_count
        return str(self.declaration.holds % {"count": count})


@dataclass(frozen=True)
class Ways:
    """The two ways into a pattern."""

    learn: Offer | None
    test: Offer | None
    known: bool
    """The learner need not be told to take the test."""


def ways_of(offers: Iterable[Offer]) -> Ways:
    """Where to begin learning, and where to be tested: in the test, or else in the challenge."""
    learn = next((offer for offer in offers if not offer.declaration.tests), None)
    test = next((offer for offer in offers if offer.declaration.tests), None)
    return Ways(learn, test, known=test is not None and test.strong)


def declared_only(modes: Iterable[Mode]) -> list[Mode]:
    """Those that have pages here, in the pages' order."""
    order = {declaration.slug: number for number, declaration in enumerate(DECLARED)}
    return sorted((mode for mode in modes if mode.slug in order), key=lambda mode: order[mode.slug])


def offers_of(pattern: Pattern, learner: Learner | None, now: datetime | None = None) -> tuple[Offer, ...]:
    """Every mode on offer, with the learner's sittings; two queries.

    With ``now`` also what was met and what is due of it; four queries.
    """
    modes = declared_only(Mode.objects.offered().filter(pattern=pattern).with_item_count())
    if learner is None or not modes:
        return tuple(Offer(mode=mode, declaration=BY_SLUG[mode.slug]) for mode in modes)
    sittings = list(Sitting.objects.filter(learner=learner, mode__in=modes).with_asked())
    met = _met(learner, modes) if now is not None else {}
    due = _due(learner, modes, now) if now is not None else {}
    return tuple(
        _offer(mode, [sitting for sitting in sittings if sitting.mode_id == mode.pk], met.get(mode.pk, 0), due)
        for mode in modes
    )


def _met(learner: Learner, modes: list[Mode]) -> dict[int, int]:
    of_modes = Answer.objects.filter(
        learner=learner, undone_at__isnull=True, item__retired_at__isnull=True, item__placements__mode__in=modes
    )
    counted = of_modes.values("item__placements__mode").annotate(met=Count("item", distinct=True))
    return dict(counted.values_list("item__placements__mode", "met"))


def _due(learner: Learner, modes: list[Mode], now: datetime) -> dict[int, int]:
    due = Q(learner=learner, due_at__lte=now, item__retired_at__isnull=True)
    rows = Schedule.objects.filter(due, item__placements__mode__in=modes)
    counted = rows.values("item__placements__mode").annotate(due=Count("pk"))
    return dict(counted.values_list("item__placements__mode", "due"))


def _offer(mode: Mode, sittings: list[Sitting], met: int, due: dict[int, int]) -> Offer:
    told = sorted((sitting for sitting in sittings if sitting.told_at is not None), key=lambda each: each.started_at)
    return Offer(
        mode=mode,
        declaration=BY_SLUG[mode.slug],
        progress=_progress(sittings, told),
        best=max((sitting.points for sitting in told), default=None),
        met=met,
        due=due.get(mode.pk, 0),
        strong=bool(told) and is_strong(told[-1].points, asked=told[-1].asked),
    )


def is_strong(points: int, *, asked: int) -> bool:
    """Whether that many points of so many questions show that a pattern is known."""
    return asked > 0 and points * 100 >= STRONG_PERCENT * RULE.full * asked


def _progress(sittings: list[Sitting], told: list[Sitting]) -> Progress:
    if any(sitting.closed_at is None for sitting in sittings):
        return Progress.OPEN
    if any(sitting.all_right for sitting in told):
        return Progress.ALL_RIGHT
    return Progress.TAKEN if sittings else Progress.NEW
