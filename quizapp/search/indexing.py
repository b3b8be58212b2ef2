"""Keeps documents as their patterns and published revisions are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from quizapp.catalog.body import Body
from quizapp.catalog.content import Question
from quizapp.catalog.lesson import Lesson
from quizapp.catalog.models import Item, ItemRevision, Pattern
from quizapp.search.models import Document
from quizapp.search.words import words_of


def note_published(revision: ItemRevision, **_: Any) -> None:
    """Receiver of ``revision_published``."""
    _put_item(revision.item, revision.body)


def note_pattern(instance: Pattern, raw: bool = False, **_: Any) -> None:
    """Receiver of ``post_save`` of patterns."""
    if not raw:
        _put_pattern(instance)


@transaction.atomic
def rebuild() -> int:
    """Make every document anew; returns how many there are."""
    Document.objects.all().delete()
    for pattern in Pattern.objects.all():
        _put_pattern(pattern)
    for item in Item.objects.filter(published__isnull=False).select_related("published", "pattern").iterator(500):
        assert item.published is not None
        _put_item(item, item.published.body)
    return Document.objects.count()


def fill() -> None:
    """Make the documents of an installation that had none yet."""
    if not Document.objects.filter(item__isnull=False).exists():
        rebuild()


def _put_pattern(pattern: Pattern) -> None:
    words = " ".join(words_of(f"{pattern.title} {pattern.summary}"))
    said = {"kind": Document.Kind.PATTERN, "title": pattern.title, "words": words}
    Document.objects.update_or_create(pattern=pattern, item=None, defaults=said)


def _put_item(item: Item, body: Body) -> None:
    """Of a question what is seen before answering; hint, reasons and explanation would give it away."""
    match body:
        case Question():
            kind, title = Document.Kind.QUESTION, body.title
            snippet = body.snippet.source if body.snippet is not None else ""
            said = [title, body.stem, snippet, *(choice.shown for choice in body.choices)]
        case Lesson():
            kind, title = Document.Kind.LESSON, item.pattern.title
            said = [title, *_texts(body.model_dump(mode="json"))]
        case _:
            return
    words = " ".join(words_of(" ".join(said)))
    Document.objects.update_or_create(
        item=item, defaults={"kind": kind, "pattern": item.pattern, "title": title, "words": words}
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
