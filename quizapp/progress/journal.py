"""The history as its learner reads it: pages of entries, each with what it was about when it was made."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext

from quizapp.accounts.models import Learner
from quizapp.catalog.content import Card, OpenQuestion, Question
from quizapp.catalog.lesson import Lesson
from quizapp.catalog.models import Pattern
from quizapp.progress.models import Answer
from quizapp.sittings.sealing import KEPT_BACK

ENTRIES: Final = 25
"""How many stand on a page."""


@dataclass(frozen=True, kw_only=True)
class EntryShown:
    """One entry: what was answered, as it stood then."""

    answer: Answer
    pattern: Pattern
    title: str
    what: str
    """The type of item, in words."""
    choices: tuple[str, ...]
    """What the learner chose, in the order of the attempts."""
    card: Card | None
    sealed: bool
    """The item is kept back elsewhere just now: neither what it says nor what was answered is shown."""
    changed: bool
    """Learners get another revision by now."""
    retired: bool


@dataclass(frozen=True)
class Page:
    """Some entries, the latest first."""

    entries: tuple[EntryShown, ...]
    before: int | None
    """Where the next page begins; None on the last."""


def page_of(learner: Learner | None, before: int | None, sealed: Collection[int]) -> Page:
    """The page of entries older than the entry ``before``; two queries, however long the history is."""
    if learner is None:
        return Page((), None)
    answers = Answer.objects.filter(learner=learner, undone_at__isnull=True)
    last = answers.filter(pk=before).values_list("answered_at", flat=True).first() if before is not None else None
    if last is not None:
        answers = answers.filter(Q(answered_at__lt=last) | Q(answered_at=last, pk__lt=before))
    rows = list(
        answers.select_related("revision", "item__pattern", "problem__sitting").order_by("-answered_at", "-pk")[
            : ENTRIES + 1
        ]
    )
    entries = tuple(_shown(answer, sealed=answer.item_id in sealed) for answer in rows[:ENTRIES])
    return Page(entries, rows[ENTRIES - 1].pk if len(rows) > ENTRIES else None)


def _shown(answer: Answer, *, sealed: bool) -> EntryShown:
    body = answer.revision.body
    title, what = _title(body, answer)
    return EntryShown(
        answer=answer,
        pattern=answer.item.pattern,
        title=str(KEPT_BACK) if sealed else title,
        what=what,
        choices=() if sealed else _choices(body, answer),
        sealed=sealed,
        card=body if isinstance(body, Card) else None,
        changed=answer.item.published_id != answer.revision_id,
        retired=answer.item.retired_at is not None,
    )


def _title(body: Question | Card | OpenQuestion | Lesson, answer: Answer) -> tuple[str, str]:
    match body:
        case Question():
            return body.title, str(body.declared_kind.label)
        case Card():
            return body.front, gettext("Flashcard")
        case OpenQuestion():
            return body.prompt, gettext("Explained")
        case Lesson():
            return _prompt(body, answer.part), gettext("Lesson")


def _prompt(lesson: Lesson, part: str) -> str:
    for step in lesson.steps:
        if part == f"step.{step.id}" and step.commit is not None:
            return step.commit.prompt
    return next((myth.prompt for myth in lesson.myths if part == f"myth.{myth.id}"), "")


def _choices(body: Question | Card | OpenQuestion | Lesson, answer: Answer) -> tuple[str, ...]:
    if isinstance(body, Question):
        texts = {choice.id: choice.shown for choice in body.choices}
        return tuple(texts.get(choice, choice) for choice in answer.said.get("choices", ()))
    if isinstance(body, Lesson):
        texts = {choice.id: choice.text for step in body.steps if step.commit for choice in step.commit.choices}
        choice = str(answer.said.get("choice", ""))
        return (texts.get(choice, choice),)
    return ()
