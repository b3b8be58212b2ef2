"""What of a lesson may be shown: a step opens once its prompt was committed to, a pitfall once its programs are proven.

The page gets at a lesson's content only through here, so that an answer never stands in the source of a page on which
it is still to be guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizapp.accounts.models import Learner
from quizapp.catalog.lesson import Connection, Lesson, Myth, Pitfall, Step
from quizapp.catalog.models import ItemRevision, Pattern
from quizapp.evidence.standings import standings
from quizapp.modes.lesson.prompts import myth_part, step_part
from quizapp.progress.models import Answer


@dataclass(frozen=True, kw_only=True)
class Committed:
    """What the learner chose."""

    choice: str
    """In words."""
    right: bool


@dataclass(frozen=True, kw_only=True)
class ChoiceShown:
    """One thing to commit to."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class StepShown:
    """A build-up step."""

    number: int
    id: str
    part: str
    level: str
    title: str
    concept: str | None
    """None while the step waits for one before it."""
    prompt: str | None
    choices: tuple[ChoiceShown, ...]
    """Only while the prompt waits to be committed to."""
    committed: Committed | None
    answer: str | None
    """The right choice in words, once told."""
    because: str | None
    body: Step | None
    """Prose, result and insight; None while it is closed."""


@dataclass(frozen=True, kw_only=True)
class MythShown:
    """A belief, and how it really is once the learner has committed."""

    number: int
    part: str
    belief: str
    prompt: str
    committed: Committed | None
    told: Myth | None


@dataclass(frozen=True, kw_only=True)
class ConnectionShown:
    """Another idea, and its pattern where there is one to go to."""

    connection: Connection
    pattern: Pattern | None


@dataclass(frozen=True, kw_only=True)
class LessonShown:
    """A lesson as its reader may see it now."""

    lesson: Lesson
    steps: tuple[StepShown, ...]
    opened: int
    """How many steps are open."""
    complete: bool
    """Every step is open."""
    myths: tuple[MythShown, ...]
    pitfalls: tuple[Pitfall, ...]
    connections: tuple[ConnectionShown, ...]


def lesson_shown(revision: ItemRevision, learner: Learner | None, *, everything: bool) -> LessonShown:
    """The lesson for ``learner``; with ``everything`` no step and no myth waits. Four queries."""
    lesson = revision.lesson
    said = _said(revision, learner)
    steps = _steps(lesson, said, everything=everything)
    return LessonShown(
        lesson=lesson,
        steps=steps,
        opened=sum(step.body is not None for step in steps),
        complete=all(step.body is not None for step in steps),
        myths=tuple(_myth(number, myth, said, everything=everything) for number, myth in enumerate(lesson.myths, 1)),
        pitfalls=_proven(revision, lesson),
        connections=_connections(lesson),
    )


def _said(revision: ItemRevision, learner: Learner | None) -> dict[str, tuple[str, bool]]:
    """The choice at each prompt, and whether it was right."""
    if learner is None:
        return {}
    answers = Answer.objects.filter(learner=learner, item=revision.item_id).exclude(part="")
    rows = answers.values_list("part", "said", "outcome")
    return {part: (said["choice"], outcome == Answer.Outcome.RIGHT) for part, said, outcome in rows}


def _steps(lesson: Lesson, said: Mapping[str, tuple[str, bool]], *, everything: bool) -> tuple[StepShown, ...]:
    shown = []
    waits = False
    for number, step in enumerate(lesson.steps, 1):
        unanswered = step.commit is not None and step_part(step.id) not in said
        opened = everything or (not waits and not unanswered)
        shown.append(_step(number, step, said.get(step_part(step.id)), opened=opened, reached=everything or not waits))
        waits = waits or unanswered
    return tuple(shown)


def _step(number: int, step: Step, said: tuple[str, bool] | None, *, opened: bool, reached: bool) -> StepShown:
    commit = step.commit if reached else None
    texts = {choice.id: choice.text for choice in commit.choices} if commit is not None else {}
    return StepShown(
        number=number,
        id=step.id,
        part=step_part(step.id),
        level=step.level.value,
        title=step.title,
        concept=step.concept if reached else None,
        prompt=commit.prompt if commit is not None else None,
        choices=tuple(ChoiceShown(id=choice.id, text=choice.text) for choice in commit.choices)
        if commit is not None and not opened
        else (),
        # A choice that a newer revision no longer has was made all the same.
        committed=Committed(choice=texts.get(said[0], said[0]), right=said[1])
        if said is not None and reached
        else None,
        answer=texts[commit.answer] if commit is not None and opened else None,
        because=commit.because if commit is not None and opened else None,
        body=step if opened else None,
    )


def _myth(number: int, myth: Myth, said: Mapping[str, tuple[str, bool]], *, everything: bool) -> MythShown:
    committed = said.get(myth_part(myth.id))
    return MythShown(
        number=number,
        part=myth_part(myth.id),
        belief=myth.belief,
        prompt=myth.prompt,
        committed=Committed(choice=committed[0], right=committed[1]) if committed is not None else None,
        told=myth if everything or committed is not None else None,
    )


def _proven(revision: ItemRevision, lesson: Lesson) -> tuple[Pitfall, ...]:
    """Those in prose, and those whose programs both showed what they are said to show."""
    claims = list(revision.claims.select_related("program"))
    found = standings(claims)
    proven = {claim.part for claim in claims if found[claim.pk].publishable}
    return tuple(pitfall for pitfall in lesson.pitfalls if all(claim.part in proven for claim in pitfall.claims))


def _connections(lesson: Lesson) -> tuple[ConnectionShown, ...]:
    slugs = {each.pattern for each in lesson.connections if each.pattern is not None}
    patterns = {pattern.slug: pattern for pattern in Pattern.objects.learnable().filter(slug__in=slugs)}
    return tuple(
        ConnectionShown(connection=each, pattern=patterns.get(each.pattern or "")) for each in lesson.connections
    )
