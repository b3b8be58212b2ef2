"""Enters problems of sittings into the history, when they ended and their result may be known."""

from __future__ import annotations

from typing import Any

from quizapp.progress.memory import Rating
from quizapp.progress.models import Answer
from quizapp.progress.recording import Entry, record
from quizapp.sittings.models import Problem, Response, Sitting
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
    record(
        sitting.learner,
        Entry(
            revision=problem.revision,
            outcome=_outcome(problem, responses),
            answered_at=problem.ended_at,
            problem=problem,
            points=problem.points,
            said={"choices": [response.choice for response in responses], "hint": problem.hint_at is not None},
            rating=(rating := _rating(problem, responses)),
            # Only what went wrong comes back; what is on the schedule moves with every answer.
            schedules=rating is Rating.AGAIN,
        ),
    )


def _outcome(problem: Problem, responses: list[Response]) -> Answer.Outcome:
    if any(response.right for response in responses):
        return Outcome.RIGHT
    return Outcome.WRONG if problem.ended_because in _WRONG else Outcome.UNSOLVED


def _rating(problem: Problem, responses: list[Response]) -> Rating:
    """Remembered is what was right at the first attempt; with the hint it was hard."""
    if not responses or not responses[0].right:
        return Rating.AGAIN
    return Rating.HARD if problem.hint_at is not None else Rating.GOOD
