"""What a pattern's lesson holds: the file `lesson.yaml` beside `pattern.yaml`, as strict models.

The item's slug is ``lesson-<slug of the pattern>``; `pattern.yaml` names it in its mode `lesson`:

    - mode: lesson
      minutes: 15
      items: [lesson-fine-tuning-strategy]

Prose is Markdown of at most 4000 characters, a sentence at most 600, a title at most 120. An ``id`` is a slug that is
unique in the lesson and stays: learners' answers are bound to it. The fields of the file, in the order of the page:

    level           beginner, intermediate, advanced or expert: the pattern's
    overview        what: prose; why: prose (why it matters); where: prose (where it fits: what comes before and after)
    core_idea       a sentence: the one thing to keep
    analogy         prose: what it is like
    diagram         text: drawn with characters, at most 76 wide; description: a sentence that says the same in words
    steps           2 to 12 build-up steps, in order, each
      id, level, title
      concept       a sentence: what the step is about
      commit        optional: what the learner decides before reading on
        prompt      a sentence that asks
        choices     2 to 4 of id and text (a sentence); ids must not tell which is right
        answer      the id of the right choice
        because     prose: the answer to the choice, shown once the learner has committed
      prose         the step itself; fenced code is fine
      result        a sentence: what one has now
      insight       a sentence: what it means
    under_the_hood  prose, and diagram as above
    why_designed_so prose
    myths           2 to 8 myth busters, each
      id
      belief        a sentence: what many believe
      prompt        a sentence: a question answered by yes or no
      answer        "yes" or "no"
      reality       prose
      why_it_matters  prose
    expert_notes    1 to 8 pieces of prose
    when_not_to_use 1 to 6 of when (prose) and instead (prose)
    production      1 to 6 patterns of production: title and prose
    connections     1 to 8 of title, insight (a sentence) and optionally pattern (the slug of a pattern)
    pitfalls        1 to 8, each
      id, title
      cause         prose: the root cause
      wrong, right  prose both; or, in place of the two,
      code          both sides as programs, both of which are run; shown to learners only when both are proven
        wrong       source, runtime (default pytorch), device (default cpu)
        fails       exactly what the wrong program shows: its whole output or, where it raises, its output and a last
                    line that names the exception's type, as in a choice of a predict-output question
        right       source, runtime, device
        prints      exactly what the right program prints; must not equal ``fails`` under ``compare``
        compare     relation and tolerance, as in a question; default: line by line
    takeaways       3 to 8 sentences
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from quizapp.catalog.content import (
    TELLTALE_CHOICE_IDS,
    Content,
    ContentFault,
    Level,
    Prose,
    Sentence,
    Snippet,
    Title,
    refuse,
)
from quizapp.catalog.pack_files import PageSlug
from runner.message import Slug
from runner.protocol import ChoiceText, Comparison, Expectation, Program

DIAGRAM_WIDTH: Final = 76
"""Characters in a line of a diagram, so that it fits a page without scrolling."""


@dataclass(frozen=True)
class Claim:
    """What one of a lesson's programs is said to show."""

    part: str
    """``<pitfall>.wrong`` or ``<pitfall>.right``."""
    program: Program
    expectation: Expectation


class Diagram(Content):
    """A drawing of characters, and the same in words for whoever does not see it."""

    text: str = Field(min_length=1, max_length=4000)
    description: Sentence

    @model_validator(mode="after")
    def _narrow(self) -> Self:
        wide = [number for number, line in enumerate(self.text.splitlines(), 1) if len(line) > DIAGRAM_WIDTH]
        refuse([ContentFault(("text",), f"line {number} is wider than {DIAGRAM_WIDTH} characters") for number in wide])
        return self


class Overview(Content):
    """Where one stands before the lesson begins."""

    what: Prose
    why: Prose
    where: Prose


class CommitChoice(Content):
    """One thing a learner may commit to."""

    id: Slug
    text: Sentence

    @model_validator(mode="after")
    def _tells_nothing(self) -> Self:
        if self.id in TELLTALE_CHOICE_IDS - {"yes", "no"}:
            refuse([ContentFault(("id",), f"choice id {self.id!r} tells which choice it is; name the idea instead")])
        return self


class Commit(Content):
    """A question answered before reading on."""

    prompt: Sentence
    choices: tuple[CommitChoice, ...] = Field(min_length=2, max_length=4)
    answer: Slug
    because: Prose

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        ids = [choice.id for choice in self.choices]
        faults = list(_doubles(ids, ("choices",)))
        if self.answer not in ids:
            message = f"answer {self.answer!r} is none of the choices: {', '.join(ids)}"
            faults.append(ContentFault(("answer",), message, meant=tuple(ids)))
        refuse(faults)
        return self


class Step(Content):
    """One step of the build-up."""

    id: Slug
    level: Level
    title: Title
    concept: Sentence
    commit: Commit | None = None
    prose: Prose
    result: Sentence
    insight: Sentence


class Mechanism(Content):
    """What goes on inside."""

    prose: Prose
    diagram: Diagram


class Myth(Content):
    """Something many believe, and how it really is."""

    id: Slug
    belief: Sentence
    prompt: Sentence
    answer: Literal["yes", "no"]
    reality: Prose
    why_it_matters: Prose


class WhenNot(Content):
    """Where the pattern does not help, and what does."""

    when: Prose
    instead: Prose


class ProductionPattern(Content):
    """How it is done where it has to work."""

    title: Title
    prose: Prose


class Connection(Content):
    """Another idea this one touches."""

    title: Title
    insight: Sentence
    pattern: PageSlug | None = None


class PitfallCode(Content):
    """A pitfall as two programs: the wrong one shows the failure, the right one does not."""

    wrong: Snippet
    fails: Sentence
    right: Snippet
    prints: Sentence
    compare: Comparison = Comparison()

    @model_validator(mode="after")
    def _differ(self) -> Self:
        faults = []
        if self.fails.strip() == self.prints.strip():
            faults.append(ContentFault(("prints",), "the right program shows the failure too"))
        if self.wrong.source.strip() == self.right.source.strip():
            faults.append(ContentFault(("right", "source"), "both programs are the same"))
        refuse(faults)
        return self


class Pitfall(Content):
    """A mistake, its root cause, and what to do instead: in prose, or as two programs."""

    id: Slug
    title: Title
    cause: Prose
    wrong: Prose | None = None
    right: Prose | None = None
    code: PitfallCode | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        in_prose = self.wrong is not None and self.right is not None
        partly = self.wrong is not None or self.right is not None
        if in_prose == (self.code is not None) or (partly and not in_prose):
            refuse([ContentFault((), "a pitfall has either wrong and right, or code")])
        return self

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What has to be proven before the pitfall is shown; nothing for one in prose."""
        code = self.code
        if code is None:
            return ()
        sides = (ChoiceText(id="failure", text=code.fails), ChoiceText(id="sound", text=code.prints))
        return tuple(
            Claim(
                f"{self.id}.{side}",
                snippet.program(),
                Expectation(choices=sides, key=key, comparison=code.compare),
            )
            for side, snippet, key in (("wrong", code.wrong, "failure"), ("right", code.right, "sound"))
        )


class Lesson(Content):
    """Why a pattern works the way it does, told in steps."""

    type: Literal["lesson"] = "lesson"
    level: Level
    overview: Overview
    core_idea: Sentence
    analogy: Prose
    diagram: Diagram
    steps: tuple[Step, ...] = Field(min_length=2, max_length=12)
    under_the_hood: Mechanism
    why_designed_so: Prose
    myths: tuple[Myth, ...] = Field(min_length=2, max_length=8)
    expert_notes: tuple[Prose, ...] = Field(min_length=1, max_length=8)
    when_not_to_use: tuple[WhenNot, ...] = Field(min_length=1, max_length=6)
    production: tuple[ProductionPattern, ...] = Field(min_length=1, max_length=6)
    connections: tuple[Connection, ...] = Field(min_length=1, max_length=8)
    pitfalls: tuple[Pitfall, ...] = Field(min_length=1, max_length=8)
    takeaways: Annotated[tuple[Sentence, ...], Field(min_length=3, max_length=8)]

    @model_validator(mode="after")
    def _ids_once(self) -> Self:
        named: Mapping[str, Sequence[Step | Myth | Pitfall]] = {
            "steps": self.steps,
            "myths": self.myths,
            "pitfalls": self.pitfalls,
        }
        refuse([fault for field, parts in named.items() for fault in _doubles([part.id for part in parts], (field,))])
        return self

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Everything in the lesson that is run."""
        return tuple(claim for pitfall in self.pitfalls for claim in pitfall.claims)


def lesson_slug(pattern_slug: str) -> str:
    """The slug of a pattern's lesson."""
    return f"lesson-{pattern_slug}"


def _doubles(ids: Sequence[str], where: tuple[str, ...]) -> Iterator[ContentFault]:
    for index, each in enumerate(ids):
        if each in ids[:index]:
            yield ContentFault((*where, index, "id"), f"the id {each!r} is taken by another one before")
