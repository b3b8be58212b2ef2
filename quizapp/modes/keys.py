"""The single keys of pages, as their help lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Key:
    """Keys that do one thing."""

    keys: tuple[str | Promise, ...]
    does: str | Promise


_HELP: Final = Key(("?",), _("show this help"))

SITTING_KEYS: Final = (
    Key(("A", "B", "C", "…"), _("choose the answer with that letter")),
    Key(("1", "2", "3", "…"), _("choose the answer in that place")),
    Key((_("Enter"),), _("submit the answer")),
    Key(("H",), _("take the hint, at its price")),
    Key(("N",), _("go on to the next problem")),
    _HELP,
)

CARD_KEYS: Final = (
    Key((_("Space"),), _("show the answer")),
    Key(("1", "2", "3", "4"), _("rate how well you remembered")),
    Key(("U",), _("take the last rating back")),
    _HELP,
)

TAKEN: Final = frozenset("hn")
"""Letters that do something else on the page of a problem."""


def keys_of(letter: str, place: int) -> str:
    """What chooses the answer with ``letter`` in ``place``, from 1: for ``data-key``."""
    small = letter.lower()
    return str(place) if small in TAKEN else f"{small} {place}"
