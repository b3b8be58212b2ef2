"""The files of a pack as strict models: `pack.yaml`, `pattern.yaml`, `cards.yaml`, `open.yaml`.

<subject>/pack.yaml                         the subject
<subject>/<pattern>/pattern.yaml            the pattern, its modes, and which items each mode holds
<subject>/<pattern>/questions/<slug>.yaml   one question each; the file's name is the item's slug
<subject>/<pattern>/cards.yaml              mapping of slug to card
<subject>/<pattern>/open.yaml               mapping of slug to open question
<subject>/<pattern>/lesson.yaml             the lesson: see ``catalog/lesson.py``
<subject>/<pattern>/evidence.json           what was proven of the pattern's questions, and where
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from quizapp.catalog.content import Card, Content, ContentFault, Level, OpenQuestion, Prose, Sentence, Title, refuse
from runner.message import Slug

PAGE_SLUG: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
PageSlug = Annotated[str, Field(pattern=f"^{PAGE_SLUG}$", max_length=80)]
"""A slug that stands in an address of the site."""

ModeSlug = Literal["lesson", "cheat-sheet", "flashcards", "explain", "practice", "challenge", "test"]
"""The modes that a pattern fills; mixed questions and review draw from what these hold."""


class PackFile(Content):
    """`pack.yaml`: a subject and under which terms its content may be used."""

    slug: PageSlug
    title: Title
    domain: Title
    summary: Sentence
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")] = "en"
    licence: Title
    position: Annotated[int, Field(ge=0, le=10000)] = 0


class BadgeFile(Content):
    """The badge a challenge awards when all its problems were answered right."""

    name: Title
    icon: Slug
    """Name of a drawing under ``static/badges/``."""
    praise: Sentence


class ModeFile(Content):
    """One mode of a pattern: its length and the items in it, in order."""

    mode: ModeSlug
    minutes: Annotated[int, Field(ge=1, le=600)]
    items: tuple[PageSlug, ...] = Field(default=(), max_length=500)
    badge: BadgeFile | None = None

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        faults = [
            ContentFault(("items", index), f"item {slug!r} is listed twice")
            for index, slug in enumerate(self.items)
            if slug in self.items[:index]
        ]
        if (self.mode == "challenge") != (self.badge is not None):
            faults.append(ContentFault(("badge",), "a challenge, and only a challenge, has a badge"))
        refuse(faults)
        return self


class PatternFile(Content):
    """`pattern.yaml`: one idea to learn."""

    slug: PageSlug
    title: Title
    level: Level
    summary: Prose
    position: Annotated[int, Field(ge=0, le=10000)] = 0
    after: tuple[PageSlug, ...] = ()
    """Slugs of the patterns to know before this one."""
    modes: tuple[ModeFile, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _modes_once(self) -> Self:
        slugs = [mode.mode for mode in self.modes]
        refuse(
            [
                ContentFault(("modes", index, "mode"), f"mode {slug!r} is listed twice")
                for index, slug in enumerate(slugs)
                if slug in slugs[:index]
            ]
        )
        return self


CardsFile = dict[PageSlug, Card]
OpenQuestionsFile = dict[PageSlug, OpenQuestion]
