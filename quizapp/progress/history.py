"""Enters problems of sittings into the history, when they ended and their result may be known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from quizapp.progress.memory import Rating
from quizapp.progress.models import Answer
from quizapp.progress.recording import Entry, record
from quizapp.sittings.models import Problem, Sitting
from quizapp.sittings.policy import Reveal

Outcome = Answer.Outcome

_UNDECIDED = frozenset({Problem.Ended.NOT, Problem.Ended.LEFT, Problem.Ended.DROPPED})
_WRONG = frozenset({Problem.Ended.EXHAUSTED, Problem.Ended.ANSWERED})
"""Ends by wrong answers; giving up and running out of time say nothing wrong, only nothing right."""


def note_problem(problem: Problem, sitting: Sitting, **_: Any) -> None:
    """Receiver of ``problem_ended``: where results are told at once, they count at once."""
    if sitting.terms.reveal is Reveal.AT_ONCE:
        _note(sitting, problem)


def note_sitting(sitting: Sitting, **_: Any) -> None:
    """Receiver of ``sitting_told``: results kept back until now count now; those never told, never."""
    if sitting.terms.reveal is Reveal.AT_CLOSE:
        problems = sitting.problems.exclude(ended_because__in=_UNDECIDED)
        for problem in problems.select_related("revision__item").prefetch_related("responses"):
            _note(sitting, problem)


def _note(sitting: Sitting, problem: Problem) -> None:
    assert problem.ended_at is not None
    # The learner's row is locked by whoever ended the problem, so that nobody else writes history meanwhile.
    responses = list(problem.responses.all())
    rights = [response.right for response in responses]
    record(
        sitting.learner,
        Entry(
            revision=problem.revision,
            outcome=outcome_of(problem.ended_because, rights, credited=problem.credited),
            answered_at=problem.ended_at,
            problem=problem,
            points=problem.points,
            said={"choices": [response.choice for response in responses], "hint": problem.hint_at is not None},
            rating=(rating := rating_of(rights, hint=problem.hint_at is not None, credited=problem.credited)),
            # Only what went wrong comes back; what is on the schedule moves with every answer.
            schedules=rating is Rating.AGAIN,
        ),
    )


def outcome_of(ended_because: str, rights: Sequence[bool], *, credited: bool) -> Answer.Outcome:
    """What came of a problem whose answers were right or not, in their order."""
    if credited or any(rights):
        return Outcome.RIGHT
    return Outcome.WRONG if ended_because in _WRONG else Outcome.UNSOLVED


def rating_of(rights: Sequence[bool], *, hint: bool, credited: bool) -> Rating | None:
    """Remembered is what was right at the first attempt; with the hint it was hard. A void question says nothing."""
    if credited:
        return None
    if not rights or not rights[0]:
        return Rating.AGAIN
    return Rating.HARD if hint else Rating.GOOD
