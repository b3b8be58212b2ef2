"""Small changes of a program, each a slip that a run has tried: what one would expect of it, and what it printed."""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.catalog.content import Question
from quizapp.evidence.explanations import Found
from quizapp.evidence.unified_diff import DiffLine, lines_of
from quizapp.evidence.wording import named
from runner.explained import Slip


@dataclass(frozen=True)
class Option:
    """Something a change might print."""

    number: int
    text: str
    is_original: bool
    """What the program prints as it stands."""


@dataclass(frozen=True)
class Change:
    """A slip as the page shows it; ``answer`` is the number of the option that it printed."""

    number: int
    diff: tuple[DiffLine, ...]
    sentence: str
    output: str
    exception: str
    answer: int


@dataclass(frozen=True)
class WhatIf:
    """All changes, the one that is looked at, and the guess that was made of it."""

    changes: tuple[Change, ...]
    options: tuple[Option, ...]
    current: Change
    guess: Option | None

    @property
    def right(self) -> bool:
        return self.guess is not None and self.guess.number == self.current.answer

    @property
    def next(self) -> Change | None:
        """The change after this one."""
        return self.changes[self.current.number] if self.current.number < len(self.changes) else None


def what_if(question: Question, found: Found, change: int | None, guess: int | None) -> WhatIf | None:
    """The page for change number ``change``, or the first; None where no slip is approved."""
    texts = [choice.shown for choice in question.choices]
    ids = [choice.id for choice in question.choices]
    slips: list[tuple[Slip, int]] = []
    for each in found.distractors:
        slips.append((each.slip, ids.index(each.choice) + 1))
    for proposal in found.proposals:
        texts.append(_shown(proposal))
        slips.append((proposal, len(texts)))
    if not slips:
        return None
    changes = tuple(_change(number, slip, answer) for number, (slip, answer) in enumerate(slips, start=1))
    key = ids.index(question.key) + 1
    options = tuple(Option(number, text, number == key) for number, text in enumerate(texts, start=1))
    current = changes[change - 1] if change is not None and change <= len(changes) else changes[0]
    made = options[guess - 1] if guess is not None and guess <= len(options) else None
    return WhatIf(changes, options, current, made)


def _change(number: int, slip: Slip, answer: int) -> Change:
    return Change(number, lines_of(slip.diff), named(slip), slip.output, slip.exception, answer)


def _shown(slip: Slip) -> str:
    """As a choice would say it: what is printed, and the exception on a line of its own."""
    return "\n".join(part for part in (slip.output.strip(), slip.exception) if part)
