"""What a learner does outside of sittings: rates a card, explains, commits to an answer in a lesson, takes it back."""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from quizapp.accounts.models import Learner
from quizapp.catalog.content import ItemType
from quizapp.catalog.models import ItemRevision
from quizapp.progress import recording
from quizapp.progress.days import note_active
from quizapp.progress.memory import Rating
from quizapp.progress.models import Answer, Schedule
from quizapp.progress.recording import Entry, record
from quizapp.sittings.rows import hold_learner

Outcome = Answer.Outcome


class RatedValue(enum.StrEnum):
    """What became of a rating."""

    RECORDED = "recorded"
    """It counts, now or since the same form came before."""
    STALE = "stale"
    """The card had been rated since the page was made; nothing was changed."""


@dataclass(frozen=True)
class Rated:
    """What became of a rating, and the entry it led to."""

    value: RatedValue
    answer: Answer | None = None


@transaction.atomic
def rate(
    learner: Learner, revision: ItemRevision, rating: Rating, *, seen_reviews: int, key: UUID, now: datetime
) -> Rated:
    """Rate a card that the learner saw when it had been rated ``seen_reviews`` times; the same ``key`` counts once."""
    held = hold_learner(learner)
    first = Answer.objects.filter(key=key, learner=held).first()
    if first is not None:
        return Rated(RatedValue.RECORDED, first)
    schedule = Schedule.objects.filter(learner=held, item=revision.item_id).first()
    if (schedule.reviews if schedule is not None else 0) != seen_reviews:
        return Rated(RatedValue.STALE)
    outcome = Outcome.WRONG if rating is Rating.AGAIN else Outcome.RIGHT
    entry = Entry(revision=revision, outcome=outcome, answered_at=now, key=key, rating=rating)
    note_active(held, now)
    return Rated(RatedValue.RECORDED, record(held, entry))


@transaction.atomic
def take_back(learner: Learner, answer_id: int, now: datetime) -> bool:
    """Undo the rating of a card, if it is the last one the learner gave; whether it was."""
    held = hold_learner(learner)
    last = last_rating(held)
    return last is not None and last.pk == answer_id and recording.take_back(last, now)


def last_rating(learner: Learner) -> Answer | None:
    """The card rated last, of those not taken back: the one recorded last, as a clock may have been wrong."""
    ratings = Answer.objects.filter(learner=learner, undone_at__isnull=True, rating__isnull=False, type=ItemType.CARD)
    return ratings.select_related("revision", "item").order_by("-pk").first()


@transaction.atomic
def write(learner: Learner, revision: ItemRevision, text: str, *, key: UUID, now: datetime) -> Answer:
    """Keep an explanation as written; what it covers is ticked afterwards. The same ``key`` keeps one."""
    held = hold_learner(learner)
    first = Answer.objects.filter(key=key, learner=held).first()
    if first is not None:
        return first
    note_active(held, now)
    said = {"text": text}
    return record(held, Entry(revision=revision, outcome=Outcome.KEPT, answered_at=now, key=key, said=said))


@transaction.atomic
def tick(answer: Answer, covered: Collection[int], concepts: int, now: datetime) -> bool:
    """Say which of an explanation's ``concepts`` it covers, by number from 0, once; whether it was the first time."""
    hold_learner(answer.learner)
    answer.refresh_from_db()
    if "ticked" in answer.said:
        return False
    ticked = sorted({number for number in covered if 0 <= number < concepts})
    recording.settle(answer, _rating(len(ticked), concepts), answer.said | {"ticked": ticked}, now)
    return True


@transaction.atomic
def commit(learner: Learner, revision: ItemRevision, part: str, choice: str, *, right: bool, now: datetime) -> Answer:
    """Keep what the learner committed to at a prompt of a lesson; the first commitment to a prompt stands."""
    held = hold_learner(learner)
    first = Answer.objects.filter(learner=held, item=revision.item_id, part=part).first()
    if first is not None:
        return first
    note_active(held, now)
    outcome = Outcome.RIGHT if right else Outcome.WRONG
    entry = Entry(revision=revision, outcome=outcome, answered_at=now, part=part, said={"choice": choice})
    return record(held, entry)


def _rating(ticked: int, concepts: int) -> Rating:
    if ticked == concepts:
        return Rating.GOOD
    return Rating.HARD if ticked * 2 >= concepts else Rating.AGAIN
