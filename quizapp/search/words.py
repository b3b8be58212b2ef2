"""Words of a text, as both are indexed and asked for."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")

MOST_ASKED: Final = 12
"""Words of a query that are looked for; the rest is left out."""
LONGEST: Final = 60
"""Characters of a word; nothing that people ask for is longer."""


def words_of(text: str) -> list[str]:
    """``torch.ones_like(x)`` is ``torch ones like x``: databases differ in where else they would cut."""
    return [word[:LONGEST] for word in _WORD.findall(text)]


def asked(query: str) -> list[str]:
    """The words of a query, each once."""
    return list(dict.fromkeys(word.lower() for word in words_of(query)))[:MOST_ASKED]
