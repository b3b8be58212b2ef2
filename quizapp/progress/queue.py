"""Which card comes next: those due before new ones, and no more of either in a day than the learner wants."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from quizapp.accounts.models import Learner
from quizapp.catalog.content import ItemType
from quizapp.catalog.models import Item, Mode, Pattern
from quizapp.progress.days import day_began
from quizapp.progress.models import Answer, Schedule, StudySettings

AHEAD: Final = timedelta(minutes=20)
"""A card that comes back within minutes is shown early where nothing else is left."""


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The cards of a day."""

    item: Item | None
    """The card to show; with its published revision. None when nothing is left for now."""
    schedule: Schedule | None
    """Of that card; None for a new one."""
    due: int
    """Cards due now that today's cap leaves."""
    new: int
    """New cards that today's cap leaves; of one pattern only."""
    done: int
    """Cards rated today."""
    back_at: datetime | None
    """When the next card comes back; where nothing is left for now."""
    capped: bool
    """More is due than the learner wants in a day."""


def queue_of(learner: Learner | None, now: datetime, pattern: Pattern | None = None) -> Queue:
    """The cards of ``pattern``, new ones after those due; of all patterns those that are due. Six queries at most."""
    if learner is None:
        new = list(_new(None, pattern)[:1]) if pattern is not None else []
        left = min(_new(None, pattern).count(), StudySettings().new_cards_a_day) if pattern is not None else 0
        return Queue(item=new[0] if new else None, schedule=None, due=0, new=left, done=0, back_at=None, capped=False)
    wanted = settings_of(learner)
    rated, met = _today(learner, now)
    reviews_left = max(wanted.reviews_a_day - (rated - met), 0)
    new_left = max(wanted.new_cards_a_day - met, 0)
    scheduled = _scheduled(learner, pattern)
    found = scheduled.filter(due_at__lte=now)[: reviews_left + 1].count()
    due = min(found, reviews_left)
    new_count = _new(learner, pattern)[:new_left].count() if pattern is not None and new_left else 0
    schedule = scheduled.filter(due_at__lte=now).first() if due else None
    item = schedule.item if schedule is not None else None
    if item is None and new_count and pattern is not None:
        item = _new(learner, pattern).first()
    upcoming = None
    if item is None:
        upcoming = scheduled.filter(due_at__gt=now).first()
        if upcoming is not None and reviews_left and upcoming.due_at <= now + AHEAD:
            schedule, item = upcoming, upcoming.item
    return Queue(
        item=item,
        schedule=schedule,
        due=due,
        new=new_count,
        done=rated,
        back_at=upcoming.due_at if upcoming is not None and item is None else None,
        capped=found > due,
    )


def due_items(learner: Learner, type_: ItemType, now: datetime, sealed: Collection[int] = ()) -> QuerySet[Schedule]:
    """The items of a type that are due and can be met now, the one due first first; none of those ``sealed``."""
    return (
        Schedule.objects.filter(
            learner=learner,
            type=type_.value,
            due_at__lte=now,
            item__retired_at__isnull=True,
            item__published__withdrawn_at__isnull=True,
            item__published__isnull=False,
        )
        .exclude(item__in=sealed)
        .order_by("due_at", "pk")
    )


def due_counts(learner: Learner, now: datetime, sealed: Collection[int], at_most: int = 1000) -> dict[str, int]:
    """How many items of each type are due, counted no further than ``at_most``; one query for each type."""
    return {
        type_.value: due_items(learner, type_, now, sealed)[:at_most].count()
        for type_ in (ItemType.CARD, ItemType.QUESTION, ItemType.OPEN_QUESTION)
    }


def settings_of(learner: Learner) -> StudySettings:
    """The learner's, or the defaults."""
    try:
        return learner.study_settings
    except StudySettings.DoesNotExist:
        return StudySettings(learner=learner)


def _today(learner: Learner, now: datetime) -> tuple[int, int]:
    """Cards rated since the learner's day began, and how many of them were new."""
    today = Answer.objects.filter(
        learner=learner,
        answered_at__gte=day_began(learner, now),
        undone_at__isnull=True,
        rating__isnull=False,
        type=ItemType.CARD,
    )
    counts = today.aggregate(rated=Count("pk"), met=Count("pk", filter=Q(first=True)))
    return counts["rated"], counts["met"]


def _scheduled(learner: Learner, pattern: Pattern | None) -> QuerySet[Schedule]:
    """Cards on the schedule that can still be shown, the one due first first."""
    scheduled = Schedule.objects.filter(
        learner=learner, type=ItemType.CARD, item__retired_at__isnull=True, item__published__isnull=False
    )
    if pattern is not None:
        scheduled = scheduled.filter(item__pattern=pattern)
    return scheduled.select_related("item__published", "item__pattern").order_by("due_at", "pk")


def _new(learner: Learner | None, pattern: Pattern | None) -> QuerySet[Item]:
    """Cards of a pattern's flashcards that are not on the learner's schedule, in the pattern's order."""
    modes = Mode.objects.offered().filter(pattern=pattern, slug="flashcards")
    items = Item.objects.ready().filter(type=ItemType.CARD, placements__mode__in=modes)
    if learner is not None:
        items = items.exclude(Exists(Schedule.objects.filter(learner=learner, item=OuterRef("pk"))))
    return items.select_related("published", "pattern").order_by("placements__position", "pk")
