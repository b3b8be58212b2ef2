"""Patterns as cards in a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quizapp.catalog.models import Pattern
from quizapp.modes.offers import declared_only


@dataclass(frozen=True)
class ListedPattern:
    """A pattern and how long each of its modes takes."""

    pattern: Pattern
    modes: int
    minutes: int
    """Of all modes on offer."""


def listed(patterns: Iterable[Pattern]) -> tuple[ListedPattern, ...]:
    """Cards for patterns that came from ``with_modes``; those with no mode that has pages are left out."""
    cards = []
    for pattern in patterns:
        modes = declared_only(pattern.modes.all())
        if modes:
            cards.append(ListedPattern(pattern, len(modes), sum(mode.minutes for mode in modes)))
    return tuple(cards)
