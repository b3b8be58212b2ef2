"""What drafts of all shapes have in common: whose they are, how they are named, and what they lack."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from quizapp.catalog.missing import MISSING
from runner.banks.entry import Attribution, Question, Session, Snippet
from runner.message import digest_of

ASKED: Final = "What does this program print?"
"""The stem of what comes without one: a program and what it prints."""

Taken = Session | Snippet | Question
Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a whole bank; what an entry says of itself goes before it."""

    bank: str
    level: str
    attribution: Attribution


def slug_of(bank: str, entry_id: str) -> str:
    """The slug of the item for that entry, the same however often it is taken over."""
    words = _words(entry_id)[:60].strip("-")
    return f"{words or 'item'}-{digest_of([bank, entry_id])[:10]}"


def origin(entry: Taken, terms: Terms) -> Raw:
    own, all_of_it = entry.attribution, terms.attribution
    return {
        "bank": terms.bank,
        "id": entry.id,
        "source": own.source or all_of_it.source,
        "author": own.author or all_of_it.author,
        "licence": own.licence or all_of_it.licence,
    }


def choices(texts: Sequence[str]) -> list[Raw]:
    """A choice for each text; none has a rationale yet, and where there is but one, another one is missing too."""
    made: list[Raw] = []
    for text in texts:
        words = f"says-{_words(text)[:40].strip('-') or digest_of(text)[:8]}"
        taken = {choice["id"] for choice in made}
        made.append({"id": words if words not in taken else f"{words}-{len(made)}", "text": text, "rationale": MISSING})
    if len(made) == 1:
        made.append({"id": "another", "text": MISSING, "rationale": MISSING})
    return made


def unexplained() -> Raw:
    """The parts of a question that no bank brings."""
    return {"hint": MISSING, "explanation": {"steps": [MISSING], "final_answer": MISSING, "quick_check": MISSING}}


def title(text: str) -> str:
    """The first line of ``text``, cut where a title ends."""
    line = (text.strip().splitlines() or [""])[0].strip("`*_# ")
    return line if len(line) <= 120 else f"{line[:119].rstrip()}…"


def _words(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
