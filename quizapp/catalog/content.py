"""What an item's revision holds, one frozen model for each type of item; the same models check packs and forms."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from quizapp.catalog.kind import KindDeclaration
from quizapp.catalog.kind import QuestionKind as QuestionKind
from quizapp.catalog.kinds import kind_of
from runner.message import Slug, digest_of
from runner.protocol import ChoiceText, Comparison, Expectation, Program

TELLTALE_CHOICE_IDS: Final = frozenset(
    {
        "a",
        "b",
        "c",
        "d",
        "e",
        "f",
        "key",
        "right",
        "correct",
        "answer",
        "true",
        "wrong",
        "incorrect",
        "false",
        "yes",
        "no",
    }
)
"""Ids a learner could read off the page's source: letters and anything that says which choice is the key."""

_LETTER_REFERENCE: Final = re.compile(
    r"\b(?i:option|choice|answer)s?\s+\(?[A-H]\b(?!\w)|\b[A-H]\s+(?:is|and|or)\s+[A-H]\b"
)

Prose = Annotated[str, Field(min_length=1, max_length=4000)]
Sentence = Annotated[str, Field(min_length=1, max_length=600)]
Title = Annotated[str, Field(min_length=1, max_length=120)]


class Level(enum.StrEnum):
    """How much a learner should know already."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"
    EXPERT = "expert"


class ItemType(enum.StrEnum):
    """What a learner does with an item."""

    QUESTION = "question"
    CARD = "card"
    OPEN_QUESTION = "open-question"
    LESSON = "lesson"


class Content(BaseModel):
    """Base of all content: frozen, strict, no unknown fields."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


@dataclass(frozen=True)
class ContentFault:
    """What is wrong between the fields of one model, and at which of them it is best shown."""

    path: tuple[str | int, ...]
    message: str
    meant: tuple[str, ...] = ()
    """The values that would have been right, for a suggestion."""


def refuse(faults: Sequence[ContentFault]) -> None:
    """Raises one validation error that carries all ``faults``, if there are any."""
    if faults:
        message = "; ".join(fault.message for fault in faults)
        raise PydanticCustomError("incoherent", "{message}", {"message": message, "faults": tuple(faults)})


class Snippet(Content):
    """Code shown with a question and, for predict-output, executed."""

    source: str = Field(min_length=1, max_length=8192)
    runtime: Slug = "pytorch"
    device: Literal["cpu", "cuda"] = "cpu"

    def program(self) -> Program:
        return Program(source=self.source, runtime=self.runtime, device=self.device)


class Choice(Content):
    """One option: prose or code, with the reason why it is or is not the answer."""

    id: Slug
    text: Sentence | None = None
    """Markdown; for predict-output the literal text that would be printed."""
    code: str | None = Field(default=None, min_length=1, max_length=4000)
    rationale: Prose
    pin_last: bool = False
    """Stays at the end when the others are shuffled."""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        faults = []
        if (self.text is None) == (self.code is None):
            faults.append(ContentFault((), "a choice has either text or code"))
        if self.id in TELLTALE_CHOICE_IDS:
            message = f"choice id {self.id!r} tells which choice it is; name the idea instead"
            faults.append(ContentFault(("id",), message))
        refuse(faults)
        return self

    @property
    def shown(self) -> str:
        """The choice's text or code."""
        return self.text if self.text is not None else self.code or ""


class Explanation(Content):
    """How the answer is reached: steps, the conclusion, and a way to check it quickly."""

    steps: tuple[Prose, ...] = Field(min_length=1, max_length=8)
    final_answer: Sentence
    quick_check: Sentence


class Origin(Content):
    """Where a question was taken over from, and on whose terms."""

    bank: Title
    """The bank's name: with ``id`` it says which question it is, however often it is taken over."""
    id: Annotated[str, Field(min_length=1, max_length=300)]
    source: Annotated[str, Field(max_length=500)] = ""
    """Where the bank is to be had: an address, or a work."""
    author: Annotated[str, Field(max_length=200)] = ""
    licence: Title


class Question(Content):
    """An item with choices."""

    type: Literal["question"] = "question"
    kind: QuestionKind
    title: Title
    level: Level
    stem: Prose
    snippet: Snippet | None = None
    choices: tuple[Choice, ...] = Field(min_length=2, max_length=8)
    key: Slug
    compare: Comparison = Comparison()
    hint: Sentence
    explanation: Explanation
    mnemonic: Sentence | None = None
    seconds: Annotated[int, Field(ge=15, le=3600)] = 120
    shuffle: bool = True
    origin: Origin | None = None

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        refuse([*self._choice_faults(), *self._kind_faults(), *self._letter_faults()])
        return self

    def _choice_faults(self) -> Iterator[ContentFault]:
        ids = [choice.id for choice in self.choices]
        texts = [choice.shown.strip() for choice in self.choices]
        for index in range(len(self.choices)):
            if ids[index] in ids[:index]:
                yield ContentFault(("choices", index, "id"), f"two choices have the same id {ids[index]!r}")
            if texts[index] in texts[:index]:
                yield ContentFault(("choices", index), f"two choices read the same: {texts[index]!r}")
        if self.key not in ids:
            message = f"key {self.key!r} is none of the choices: {', '.join(ids)}"
            yield ContentFault(("key",), message, meant=tuple(ids))

    def _kind_faults(self) -> Iterator[ContentFault]:
        declared = self.declared_kind
        if declared.needs_snippet and self.snippet is None:
            yield ContentFault(("snippet",), f"a {self.kind} question needs a snippet")
        for index, choice in enumerate(self.choices):
            if declared.choices == "text" and choice.text is None:
                message = f"the choices of a {self.kind} question are texts that could be printed"
                yield ContentFault(("choices", index, "code"), message)
            if declared.choices == "code" and choice.code is None:
                yield ContentFault(("choices", index, "text"), f"the choices of a {self.kind} question are code")

    def _letter_faults(self) -> Iterator[ContentFault]:
        for path, text in self._prose():
            if found := _LETTER_REFERENCE.search(text):
                yield ContentFault(path, f"speaks of {found.group()!r}; letters are given only when shown")

    def _prose(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        yield ("title",), self.title
        yield ("stem",), self.stem
        yield ("hint",), self.hint
        for index, choice in enumerate(self.choices):
            yield ("choices", index, "text"), choice.text or ""
            yield ("choices", index, "rationale"), choice.rationale
        for index, step in enumerate(self.explanation.steps):
            yield ("explanation", "steps", index), step
        yield ("explanation", "final_answer"), self.explanation.final_answer
        yield ("explanation", "quick_check"), self.explanation.quick_check
        yield ("mnemonic",), self.mnemonic or ""

    @property
    def declared_kind(self) -> KindDeclaration:
        """What this question's kind says of itself."""
        return kind_of(self.kind)

    def choice(self, choice_id: str) -> Choice:
        """The choice of that id; raises ``KeyError``."""
        for choice in self.choices:
            if choice.id == choice_id:
                return choice
        raise KeyError(choice_id)

    @property
    def is_executed(self) -> bool:
        """Whether the key has to be proven by running the snippet."""
        return self.declared_kind.executed

    def program(self) -> Program | None:
        """What a runner executes to prove the key, if this kind is executed."""
        return self.snippet.program() if self.is_executed and self.snippet is not None else None

    def expectation(self) -> Expectation | None:
        """What the output is held against, if this kind is executed."""
        if not self.is_executed:
            return None
        texts = tuple(ChoiceText(id=choice.id, text=choice.shown) for choice in self.choices)
        return Expectation(choices=texts, key=self.key, comparison=self.compare)


class Card(Content):
    """A prompt to recall and what to compare one's memory with."""

    type: Literal["card"] = "card"
    level: Level
    front: Prose
    back: Prose


class OpenQuestion(Content):
    """Something to explain in one's own words, with the concepts a good answer covers."""

    type: Literal["open-question"] = "open-question"
    level: Level
    prompt: Prose
    nudge: Sentence
    concepts: tuple[Sentence, ...] = Field(min_length=2, max_length=8)


def content_digest(content: Content) -> str:
    """Content hash of a revision: equal content, equal digest, in every installation."""
    said = content.model_dump(mode="json")
    if said.get("origin") is None:
        said.pop("origin", None)  # what was proven before there were origins keeps its digest
    return digest_of(said)
