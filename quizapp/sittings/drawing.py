"""Draws some questions out of many: evenly over the levels, those not seen yet first; plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Final

_EASE: Final = {"beginner": 0, "intermediate": 1}
_HARD: Final = 2


@dataclass(frozen=True)
class Candidate:
    """A question that may be drawn."""

    item_id: int
    level: str
    seen_at: datetime | None
    """When the learner last met it; None for never."""


def draw(candidates: Sequence[Candidate], count: int, random: Random) -> list[Candidate]:
    """``count`` of them or as many as there are, from easy to hard; equal arguments draw equal questions.

    Easy, medium and hard take turns, so that each gives a third as long as it has any; within a level come those never
    seen, in random order, then those not seen for the longest time.
    """
    piles: list[list[Candidate]] = [[], [], []]
    for candidate in sorted(candidates, key=lambda each: each.item_id):
        piles[_ease(candidate)].append(candidate)
    for pile in piles:
        random.shuffle(pile)
        pile.sort(key=lambda each: (each.seen_at is not None, each.seen_at.timestamp() if each.seen_at else 0.0))
    # The odd one of ten is of the middle, which says most about whoever knows half.
    turns = [piles[1], piles[0], piles[2]]
    drawn: list[Candidate] = []
    while len(drawn) < count and any(turns):
        for pile in turns:
            if pile and len(drawn) < count:
                drawn.append(pile.pop(0))
    return sorted(drawn, key=_ease)


def _ease(candidate: Candidate) -> int:
    return _EASE.get(candidate.level, _HARD)
