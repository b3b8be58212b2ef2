"""Levels on the scale of whoever practices: easy, medium, hard."""

from __future__ import annotations

from typing import Final

EASES: Final = ("easy", "medium", "hard")

_EASE: Final = {"beginner": "easy", "intermediate": "medium"}


def ease_of(level: str) -> str:
    """The ease of a level: what is advanced or more is hard."""
    return _EASE.get(str(level), "hard")
