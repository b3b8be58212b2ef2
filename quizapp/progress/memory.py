"""The memory model: when an item is to come back after a rating. FSRS as plain values, without chance or clock."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self

from fsrs import Card, Scheduler, State
from fsrs import Rating as FsrsRating


class Rating(enum.IntEnum):
    """How well an item was remembered."""

    AGAIN = 1
    """Not at all."""
    HARD = 2
    """Just about, or with help."""
    GOOD = 3
    """Yes."""
    EASY = 4
    """At once."""


# Without fuzz: intervals that depend on chance could neither be shown beforehand nor told again.
_SCHEDULER: Final = Scheduler(enable_fuzzing=False)


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What is remembered of remembering one item."""

    state: int
    step: int | None
    stability: float
    difficulty: float
    due_at: datetime
    reviewed_at: datetime
    reviews: int

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, accepted unchanged by ``from_dict``."""
        return {
            "state": self.state,
            "step": self.step,
            "stability": self.stability,
            "difficulty": self.difficulty,
            "due_at": self.due_at.isoformat(),
            "reviewed_at": self.reviewed_at.isoformat(),
            "reviews": self.reviews,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        moments = {name: datetime.fromisoformat(data[name]) for name in ("due_at", "reviewed_at")}
        return cls(**data | moments)


def after(memory: Memory | None, rating: Rating, now: datetime) -> Memory:
    """The memory once the item was rated at ``now``; None is an item never rated before."""
    # A clock that went back must not make the model believe in a review before the last one.
    moment = (now if memory is None else max(now, memory.reviewed_at)).astimezone(UTC)
    card, _ = _SCHEDULER.review_card(_card(memory, moment), FsrsRating(rating.value), moment)
    assert card.stability is not None
    assert card.difficulty is not None
    return Memory(
        state=card.state.value,
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due_at=card.due,
        reviewed_at=moment,
        reviews=1 if memory is None else memory.reviews + 1,
    )


def intervals(memory: Memory | None, now: datetime) -> dict[Rating, timedelta]:
    """How long the item would stay away after each rating."""
    return {rating: after(memory, rating, now).due_at - now for rating in Rating}


def _card(memory: Memory | None, moment: datetime) -> Card:
    if memory is None:
        return Card(card_id=0, due=moment)
    return Card(
        card_id=0,
        state=State(memory.state),
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due_at.astimezone(UTC),
        last_review=memory.reviewed_at.astimezone(UTC),
    )
