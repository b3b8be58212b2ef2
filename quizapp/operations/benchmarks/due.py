"""How long it takes to say which card is due, for a learner with years of cards behind them."""

from __future__ import annotations

import statistics
import time
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from quizapp.accounts.models import Learner
from quizapp.catalog.content import Card, ItemType, content_digest
from quizapp.catalog.models import Item, ItemRevision, Pattern, Subject
from quizapp.operations.benchmarks.figures import Figure, Ground
from quizapp.progress.models import Answer, Schedule
from quizapp.progress.queue import queue_of

CARDS: Final = 50_000
REVIEWS: Final = 500_000
QUEUE_MS: Final = 30.0
TIMES: Final = 25
BATCH: Final = 5_000


def measure(ground: Ground) -> list[Figure]:
    """The queue across all patterns, half of the cards being due; the median of some calls."""
    share = 100 if ground.quick else 1
    cards, reviews = CARDS // share, REVIEWS // share
    now = timezone.now()
    learner = Learner.objects.create(pseudonym="Bench", created_at=now)
    items = _cards(cards, now)
    _history(learner, items, reviews, now)
    assert queue_of(learner, now).item is not None
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        queue_of(learner, now)
        took.append((time.perf_counter() - began) * 1000)
    median = statistics.median(took)
    aim = f"under {QUEUE_MS:g} ms"
    return [Figure(f"due queue, {cards} cards, {reviews} reviews", median, "ms", aim, median < QUEUE_MS)]


def _cards(number: int, now: datetime) -> list[tuple[Item, int]]:
    """Each with the number of its revision."""
    subject = Subject.objects.create(slug="bench", title="Bench", domain="Measuring")
    pattern = Pattern.objects.create(
        slug="bench", subject=subject, title="Bench", level="beginner", summary="Measured.", added_at=now
    )
    card = Card.model_validate({"level": "beginner", "front": "Front", "back": "Back"}, strict=False)
    content, digest = card.model_dump(mode="json"), content_digest(card)
    Item.objects.bulk_create(
        (Item(slug=f"card-{each}", pattern=pattern, type=ItemType.CARD) for each in range(number)), BATCH
    )
    items = list(Item.objects.order_by("pk"))
    ItemRevision.objects.bulk_create(
        (
            ItemRevision(item=item, number=1, content=content, content_digest=digest, level="beginner", created_at=now)
            for item in items
        ),
        BATCH,
    )
    revisions = dict(ItemRevision.objects.values_list("item_id", "pk"))
    for item in items:
        item.published_id = revisions[item.pk]
    Item.objects.bulk_update(items, ["published"], BATCH // 10)
    return [(item, revisions[item.pk]) for item in items]


def _history(learner: Learner, items: list[tuple[Item, int]], reviews: int, now: datetime) -> None:
    """Each card rated equally often, a minute apart and none of it today; every other one is due."""
    Schedule.objects.bulk_create(
        (
            Schedule(
                learner=learner,
                item=item,
                type=ItemType.CARD,
                state=2,
                stability=10.0,
                difficulty=5.0,
                due_at=now + timedelta(minutes=number if number % 2 else -number),
                reviewed_at=now - timedelta(days=10),
                reviews=reviews // len(items),
            )
            for number, (item, _) in enumerate(items, start=1)
        ),
        BATCH,
    )
    Answer.objects.bulk_create(
        (
            Answer(
                learner=learner,
                item=items[number % len(items)][0],
                type=ItemType.CARD,
                revision_id=items[number % len(items)][1],
                outcome=Answer.Outcome.RIGHT,
                rating=3,
                answered_at=now - timedelta(days=2, minutes=number),
                first=number >= reviews - len(items),
            )
            for number in range(reviews)
        ),
        BATCH,
    )
