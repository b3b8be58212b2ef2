"""Levels: the scale of whoever practices (easy, medium, hard), and the names of all levels in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EASES: Final = ("easy", "medium", "hard")

_EASE: Final = {"beginner": "easy", "intermediate": "medium"}

NAMES: Final[Mapping[str, str | Promise]] = {
    "beginner": _("beginner"),
    "intermediate": _("intermediate"),
    "advanced": _("advanced"),
    "expert": _("expert"),
    "easy": _("easy"),
    "medium": _("medium"),
    "hard": _("hard"),
}
"""Levels and eases as they are called in the reader's language."""


def ease_of(level: str) -> str:
    """The ease of a level: what is advanced or more is hard."""
    return _EASE.get(str(level), "hard")


def name_of(level: str) -> str:
    """A level or an ease as it is called in the reader's language."""
    return str(NAMES[str(level)])
