"""The order in which a sitting shows a problem's choices: the same at every look, another in every sitting."""

from __future__ import annotations

import hashlib
import string

from quizapp.catalog.content import Choice, Question


def shown_order(question: Question, seed: int, position: int) -> tuple[tuple[str, Choice], ...]:
    """Letters and choices as shown; choices pinned last keep their place at the end."""
    choices = question.choices
    if question.shuffle:
        # A digest, not random.shuffle: the order must not change with the interpreter while a sitting is open.
        movable = sorted(
            (choice for choice in choices if not choice.pin_last), key=lambda choice: _digest(seed, position, choice.id)
        )
        choices = (*movable, *(choice for choice in choices if choice.pin_last))
    return tuple(zip(string.ascii_uppercase, choices, strict=False))


def _digest(seed: int, position: int, choice_id: str) -> bytes:
    return hashlib.sha256(f"{seed}/{position}/{choice_id}".encode()).digest()
