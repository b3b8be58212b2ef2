"""One card and the day's queue, as the page shows them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from quizapp.accounts.models import Learner
from quizapp.catalog.content import Card
from quizapp.catalog.models import Item, Pattern
from quizapp.progress.bookmarks import is_kept
from quizapp.progress.memory import Rating, intervals
from quizapp.progress.models import Answer
from quizapp.progress.queue import Queue, queue_of, settings_of
from quizapp.progress.recording import memory_of
from quizapp.progress.studying import last_rating

LABELS: Final = {
    Rating.AGAIN: gettext_lazy("Again"),
    Rating.HARD: gettext_lazy("Hard"),
    Rating.GOOD: gettext_lazy("Good"),
    Rating.EASY: gettext_lazy("Easy"),
}

UNDO_WITHIN: Final = timedelta(hours=1)
"""How long after a rating the page offers to take it back."""


@dataclass(frozen=True)
class Choice:
    """One way to rate the card, and how long it would stay away."""

    rating: Rating
    label: str | Promise
    away: timedelta


@dataclass(frozen=True, kw_only=True)
class CardPage:
    """What there is to do now."""

    queue: Queue
    item: Item | None
    card: Card | None
    choices: tuple[Choice, ...]
    key: UUID
    seen: int
    wait: timedelta | None
    """Until the next card comes back, where nothing is left for now."""
    last: Answer | None
    """The rating that may be taken back."""
    last_label: str | Promise
    shortcuts: bool
    kept: bool
    """The card is bookmarked."""


def card_page(learner: Learner | None, now: datetime, pattern: Pattern | None = None) -> CardPage:
    """The next card of ``pattern``, or of everything that is due."""
    queue = queue_of(learner, now, pattern)
    revision = queue.item.published if queue.item is not None else None
    body = revision.body if revision is not None else None
    memory = memory_of(queue.schedule) if queue.schedule is not None else None
    last = last_rating(learner) if learner is not None else None
    if last is not None and last.answered_at < now - UNDO_WITHIN:
        last = None
    return CardPage(
        queue=queue,
        item=queue.item,
        card=body if isinstance(body, Card) else None,
        choices=tuple(Choice(rating, LABELS[rating], away) for rating, away in intervals(memory, now).items()),
        key=uuid.uuid4(),
        seen=memory.reviews if memory is not None else 0,
        wait=queue.back_at - now if queue.back_at is not None else None,
        last=last,
        last_label=LABELS[Rating(last.rating)] if last is not None and last.rating is not None else "",
        kept=revision is not None and is_kept(learner, revision.pk),
        shortcuts=settings_of(learner).shortcuts if learner is not None else True,
    )
