"""The only writer of the history: each answer once, and in the same transaction all that follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Q

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Item, ItemRevision
from quizapp.progress.memory import Memory, Rating, after
from quizapp.progress.models import Answer, ItemProgress, Schedule
from quizapp.sittings.models import Problem

Outcome = Answer.Outcome


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is to be recorded."""

    revision: ItemRevision
    outcome: Answer.Outcome
    answered_at: datetime
    key: UUID | None = None
    problem: Problem | None = None
    part: str = ""
    points: int = 0
    said: dict[str, Any] = field(default_factory=dict)
    rating: Rating | None = None
    schedules: bool = True
    """Whether a rating puts an item on the schedule that was not there; one that is there moves in any case."""


@transaction.atomic
def record(learner: Learner, entry: Entry) -> Answer:
    """Append ``entry`` to the history of ``learner``, whose row the caller holds, and let follow what follows."""
    item = entry.revision.item
    schedule = Schedule.objects.filter(learner=learner, item=item).first()
    moves = entry.rating is not None and (schedule is not None or entry.schedules)
    before = memory_of(schedule) if schedule is not None else None
    answer = Answer.objects.create(
        learner=learner,
        item=item,
        type=item.type,
        revision=entry.revision,
        part=entry.part,
        problem=entry.problem,
        key=entry.key,
        outcome=entry.outcome,
        rating=entry.rating.value if moves and entry.rating is not None else None,
        points=entry.points,
        said=entry.said,
        answered_at=entry.answered_at,
        schedule_before=before.to_dict() if moves and before is not None else None,
        first=moves and before is None,
    )
    if moves and entry.rating is not None:
        _keep(learner, item, after(before, entry.rating, entry.answered_at))
    recount(learner, [item.pk])
    return answer


@transaction.atomic
def settle(answer: Answer, rating: Rating, said: dict[str, Any], now: datetime) -> None:
    """Rate an entry that was kept without a rating, and let follow what follows; the caller holds the learner's row."""
    assert answer.rating is None, f"{answer} has its rating"
    schedule = Schedule.objects.filter(learner=answer.learner_id, item=answer.item_id).first()
    before = memory_of(schedule) if schedule is not None else None
    answer.rating, answer.said, answer.first = rating.value, said, before is None
    answer.schedule_before = before.to_dict() if before is not None else None
    answer.save(update_fields=["rating", "said", "first", "schedule_before"])
    _keep(answer.learner, answer.item, after(before, rating, now))


@transaction.atomic
def take_back(answer: Answer, now: datetime) -> bool:
    """Undo a rating that was the last of its item; whether that was so. The caller holds the learner's row.

    The entry stays in the history as taken back; the schedule is again what it was.
    """
    answer = Answer.objects.select_related("item", "learner").get(pk=answer.pk)
    later = Answer.objects.filter(
        learner=answer.learner_id, item=answer.item_id, undone_at__isnull=True, rating__isnull=False, pk__gt=answer.pk
    )
    if answer.undone_at is not None or answer.rating is None or later.exists():
        return False
    answer.undone_at = now
    answer.save(update_fields=["undone_at"])
    if answer.schedule_before is None:
        Schedule.objects.filter(learner=answer.learner_id, item=answer.item_id).delete()
    else:
        _keep(answer.learner, answer.item, Memory.from_dict(answer.schedule_before))
    recount(answer.learner, [answer.item_id])
    return True


def memory_of(schedule: Schedule) -> Memory:
    """The row as a value."""
    return Memory(
        state=schedule.state,
        step=schedule.step,
        stability=schedule.stability,
        difficulty=schedule.difficulty,
        due_at=schedule.due_at,
        reviewed_at=schedule.reviewed_at,
        reviews=schedule.reviews,
    )


def recount(learner: Learner, item_ids: Iterable[int]) -> None:
    """Make the progress on items what the history says; doing so twice changes nothing."""
    standing = Answer.objects.filter(learner=learner, undone_at__isnull=True)
    for item_id in item_ids:
        of_item = standing.filter(item=item_id, part="").exclude(outcome=Outcome.KEPT)
        last = of_item.order_by("-answered_at", "-pk").first()
        if last is None:
            ItemProgress.objects.filter(learner=learner, item=item_id).delete()
            continue
        counts = of_item.aggregate(
            right=Count("pk", filter=Q(outcome=Outcome.RIGHT)),
            wrong=Count("pk", filter=Q(outcome=Outcome.WRONG)),
            best_points=Max("points"),
        )
        told = {"last_answered_at": last.answered_at, "last_was_right": last.outcome == Outcome.RIGHT}
        ItemProgress.objects.update_or_create(learner=learner, item_id=item_id, defaults=counts | told)


def _keep(learner: Learner, item: Item, memory: Memory) -> None:
    Schedule.objects.update_or_create(
        learner=learner,
        item=item,
        defaults={
            "type": item.type,
            "state": memory.state,
            "step": memory.step,
            "stability": memory.stability,
            "difficulty": memory.difficulty,
            "due_at": memory.due_at,
            "reviewed_at": memory.reviewed_at,
            "reviews": memory.reviews,
        },
    )
