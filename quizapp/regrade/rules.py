"""What a corrected key makes of answers already given, as plain Python.

- An answer is right if its choice is the corrected key, whichever attempt it was. What came after it does not count:
  neither further attempts, nor the hint, nor time, for the learner spent them only because the old key said "wrong".
- A void question counts as full for everybody who had it, and its time for nobody.
- Unless a regrade is strict, each learner keeps the better of old and new.
"""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.sittings.scoring import RULE


@dataclass(frozen=True, slots=True)
class Given:
    """What a learner did with one problem."""

    choices: tuple[str, ...]
    """In the order of the attempts."""
    ms_at: tuple[int, ...]
    """The time used when each was given."""
    ms: int
    """The time used when the problem ended."""
    hint_after: int | None = None
    """How many answers had been given when the hint was taken; None where it was not."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a problem is worth to its learner."""

    rights: tuple[bool, ...]
    """Whether each answer is right."""
    points: int
    ms: int
    credited: bool = False
    """It counts as full whatever was answered."""

    @property
    def right(self) -> bool:
        return self.credited or any(self.rights)


def marks_under(key: str | None, given: Given) -> Marks:
    """The marks where ``key`` is the right choice; None makes the question void."""
    if key is None:
        return Marks((True,) * len(given.choices), RULE.full, 0, credited=True)
    rights = tuple(choice == key for choice in given.choices)
    if True not in rights:
        return Marks(rights, 0, given.ms)
    wrong = rights.index(True)
    hint = given.hint_after is not None and given.hint_after <= wrong
    return Marks(rights, RULE.points(wrong=wrong, hint=hint), given.ms_at[wrong])


def better(old: Marks, new: Marks) -> Marks:
    """The one a learner is better off with: right, then points, then time; the old one where they are equal."""
    return max(old, new, key=lambda marks: (marks.right, marks.points, -marks.ms))


def standing_marks(old: Marks, new: Marks, *, strict: bool) -> Marks:
    """What holds after a regrade."""
    return new if strict else better(old, new)
