"""How far a learner has come in each pattern and subject."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from quizapp.accounts.models import Learner
from quizapp.catalog.content import ItemType
from quizapp.catalog.models import Item, Pattern, Placement, Subject
from quizapp.modes.offers import is_strong
from quizapp.modes.test.declaration import MODE as TEST
from quizapp.progress.models import ItemProgress
from quizapp.sittings.models import Sitting

_COUNTED = (ItemType.QUESTION.value, ItemType.CARD.value)
"""What is remembered or not; explanations and lessons are read rather than known."""


@dataclass(frozen=True, kw_only=True)
class PatternProgress:
    """A pattern, and what of it was right the last time."""

    pattern: Pattern
    right: int
    met: int
    total: int
    strong: bool

    @property
    def percent(self) -> int:
        return 100 * self.right // self.total if self.total else 0


@dataclass(frozen=True, kw_only=True)
class SubjectProgress:
    """A subject and its patterns."""

    subject: Subject
    patterns: tuple[PatternProgress, ...]

    @property
    def right(self) -> int:
        return sum(each.right for each in self.patterns)

    @property
    def total(self) -> int:
        return sum(each.total for each in self.patterns)


def overview(learner: Learner | None) -> tuple[SubjectProgress, ...]:
    """Every subject with something to learn; six queries, however many there are."""
    placed = Item.objects.ready().filter(type__in=_COUNTED, pk__in=Placement.objects.values("item"))
    totals = dict(placed.values("pattern").annotate(count=Count("pk")).values_list("pattern", "count"))
    met, right = _known(learner, placed)
    strong = _strong(learner)
    return tuple(
        SubjectProgress(
            subject=subject,
            patterns=tuple(
                PatternProgress(
                    pattern=pattern,
                    right=right.get(pattern.pk, 0),
                    met=met.get(pattern.pk, 0),
                    total=totals.get(pattern.pk, 0),
                    strong=pattern.pk in strong,
                )
                for pattern in subject.patterns.all()
            ),
        )
        for subject in Subject.objects.with_patterns()
    )


def _known(learner: Learner | None, placed: QuerySet[Item]) -> tuple[dict[int, int], dict[int, int]]:
    """By pattern, how many of its items were met, and how many were right the last time."""
    if learner is None:
        return {}, {}
    right = Count("pk", filter=Q(last_was_right=True))
    by_pattern = ItemProgress.objects.filter(learner=learner, item__in=placed).values("item__pattern")
    rows = list(by_pattern.annotate(met=Count("pk"), right=right).values_list("item__pattern", "met", "right"))
    return {pattern: met for pattern, met, _ in rows}, {pattern: right for pattern, _, right in rows}


def _strong(learner: Learner | None) -> set[int]:
    """Patterns whose last test said that they are strong."""
    if learner is None:
        return set()
    tests = Sitting.objects.filter(learner=learner, mode_slug=TEST.slug, told_at__isnull=False)
    last = tests.filter(mode=OuterRef("mode")).order_by("-started_at", "-pk").values("pk")[:1]
    told = tests.filter(pk=Subquery(last)).with_asked().select_related("mode")
    return {
        sitting.mode.pattern_id
        for sitting in told
        if sitting.mode is not None and is_strong(sitting.points, asked=sitting.asked)
    }
