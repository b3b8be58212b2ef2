"""Takes the entries of a bank over as drafts, row by row: what is wrong with one is told, and the others go on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from pydantic import ValidationError

from quizapp.authoring.interchange import questions, sessions, snippets
from quizapp.authoring.interchange.drafting import Raw, Taken, Terms, origin, slug_of, unexplained
from quizapp.catalog.applying import PackChanges, apply_items
from quizapp.catalog.content import Question
from quizapp.catalog.errors import CatalogError
from quizapp.catalog.missing import missing_parts
from quizapp.catalog.models import Pattern
from quizapp.catalog.pack_contents import ItemContents
from quizapp.catalog.schema_faults import content_faults
from runner.banks import entry as banks
from runner.banks.entry import Entry, Place, Unread
from runner.errors import BankInvalid


@dataclass(frozen=True, slots=True)
class Row:
    """What becomes of one entry."""

    place: Place
    slug: str = ""
    done: str = ""
    """``new``, ``changed``, ``unchanged``, or ``edited here``: then the edit was kept."""
    lacks: tuple[str, ...] = ()
    """What is still to be written before it can be published."""
    refused: str = ""
    """Why it cannot be taken over; everything else is empty then."""


def take_over(entries: Iterable[Entry], pattern: Pattern, terms: Terms, *, now: datetime, write: bool) -> Iterator[Row]:
    """A row for each entry; unless ``write``, the catalogue is left as it is. All that is written is, or nothing."""
    with transaction.atomic():
        seen: dict[str, Place] = {}
        for entry in entries:
            yield _row(entry, pattern, terms, seen, now)
        if not write:
            transaction.set_rollback(True)


def _row(entry: Entry, pattern: Pattern, terms: Terms, seen: dict[str, Place], now: datetime) -> Row:
    if isinstance(entry, Unread):
        return Row(entry.place, refused=entry.complaint)
    if (first := seen.setdefault(entry.id, entry.place)) != entry.place:
        return Row(entry.place, refused=f"its id {entry.id!r} is that of {first} too")
    try:
        content = drafted(entry, terms)
        item = ItemContents(slug_of(terms.bank, entry.id), content, entry.place.file, entry.place.line)
        changes = apply_items(pattern, [item], author=None, now=now)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault.path))}: {fault.message}" for fault in content_faults(error))
        return Row(entry.place, refused=faults)
    except (BankInvalid, CatalogError) as error:
        return Row(entry.place, refused=str(error))
    return Row(entry.place, item.slug, _done(changes), missing_parts(content.model_dump(mode="json")))


def drafted(entry: Taken, terms: Terms) -> Question:
    """The draft; raises ``BankInvalid``, or what pydantic says of a question that breaks the rules for all."""
    whose = origin(entry, terms)
    if not whose["licence"]:
        raise BankInvalid("nothing says under which licence it may be used")
    raw = _raw(entry) | {"level": terms.level, "origin": whose} | unexplained()
    return Question.model_validate_json(json.dumps(raw))


def _raw(entry: Taken) -> Raw:
    match entry:
        case banks.Session():
            return sessions.draft(entry)
        case banks.Snippet():
            return snippets.draft(entry)
        case banks.Question():
            return questions.draft(entry)


def _done(changes: PackChanges) -> str:
    for name in ("new", "changed", "unchanged"):
        if getattr(changes, name):
            return name
    return "edited here"
