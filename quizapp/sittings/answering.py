"""What a learner does with a problem: open it, take the hint, answer, give up."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from quizapp.catalog.keys import key_in_force
from quizapp.sittings import revealing
from quizapp.sittings.closing import catch_up, end_problem, move_on
from quizapp.sittings.errors import AnotherClockRuns, HintsNotAllowed, NotOpened
from quizapp.sittings.models import Problem, Response, Sitting
from quizapp.sittings.rows import Rows, hold
from quizapp.sittings.scoring import RULE
from quizapp.sittings.sealing import sealed_for
from quizapp.sittings.signals import response_recorded


class AnswerValue(enum.StrEnum):
    """What became of a submitted answer; everything refused cost nothing."""

    ACCEPTED = "accepted"
    """It was recorded, now or by an earlier submission of the same form."""
    REFUSED_LATE = "refused_late"
    """The time of the problem was up."""
    REFUSED_ENDED = "refused_ended"
    """The problem takes no more answers."""
    REFUSED_NOT_OPEN = "refused_not_open"
    """The problem was not opened."""
    REFUSED_CROSSED_OUT = "refused_crossed_out"
    """The choice was tried before."""
    REFUSED_UNKNOWN = "refused_unknown"
    """The problem has no such choice."""
    REFUSED_SEALED = "refused_sealed"
    """Something else keeps the question back, and an answer would tell."""


@dataclass(frozen=True)
class Answered:
    """What became of a submitted answer."""

    value: AnswerValue
    sitting: Sitting
    problem: Problem
    response: Response | None = None
    repeated: bool = False
    """The form had been submitted before; this is what it led to then."""
    right: bool | None = None
    """None where the terms do not tell."""
    late_by: timedelta | None = None
    """How long after the deadline it arrived, where that is why it was refused."""


@transaction.atomic
def open_problem(sitting: Sitting, position: int, now: datetime) -> Problem:
    """Start the problem's clock, once; a problem opened or ended before stays as it is.

    Raises ``NoSuchProblem``, and ``AnotherClockRuns`` while another one's clock does.
    """
    rows = hold(sitting.pk)
    problem = rows.problem(position)
    catch_up(rows, now)
    if problem.opened_at is not None or problem.ended_at is not None:
        return problem
    if (running := _running(rows)) is not None:
        raise AnotherClockRuns(running.position)
    problem.opened_at = now
    problem.save(update_fields=["opened_at"])
    move_on(rows, now)
    return problem


@transaction.atomic
def take_hint(sitting: Sitting, position: int, now: datetime) -> Problem:
    """Show the hint, at its price; taken once, and free once the problem has ended.

    Raises ``NoSuchProblem``, ``NotOpened``, and ``HintsNotAllowed`` where the terms say so.
    """
    rows = hold(sitting.pk)
    problem = rows.problem(position)
    if not rows.sitting.terms.hints:
        raise HintsNotAllowed(f"the terms of {rows.sitting} allow no hints")
    catch_up(rows, now)
    if problem.ended_at is not None or problem.hint_at is not None:
        return problem
    _check_opened(problem)
    problem.hint_at = now
    problem.save(update_fields=["hint_at"])
    move_on(rows, now)
    return problem


@transaction.atomic
def give_up(sitting: Sitting, position: int, now: datetime) -> Problem:
    """End the problem without points; one that has ended stays as it is.

    Raises ``NoSuchProblem`` and ``NotOpened``.
    """
    rows = hold(sitting.pk)
    problem = rows.problem(position)
    catch_up(rows, now)
    if problem.ended_at is not None:
        return problem
    _check_opened(problem)
    end_problem(rows, problem, Problem.Ended.GAVE_UP, now, now)
    move_on(rows, now)
    return problem


@transaction.atomic
def answer(sitting: Sitting, position: int, choice_id: str, key: UUID, now: datetime) -> Answered:
    """Record one attempt, or say why not; the same ``key`` gives the first result again and costs nothing.

    ``now`` is when the answer arrived, not when its turn came. Raises ``NoSuchProblem``.
    """
    rows = hold(sitting.pk)
    problem = rows.problem(position)
    if (first := _first_of(rows, problem, key)) is not None:
        return _accepted(rows, problem, first, repeated=True)
    was_ended = problem.ended_at is not None
    catch_up(rows, now)
    if (refusal := _refusal(rows, problem, choice_id, now, was_ended=was_ended)) is not None:
        return Answered(refusal, rows.sitting, problem, late_by=_late_by(refusal, problem, now))
    response = _record(rows, problem, choice_id, key, now)
    _decide(rows, problem, response, now)
    move_on(rows, now)
    return _accepted(rows, problem, response, repeated=False)


def _refusal(rows: Rows, problem: Problem, choice_id: str, now: datetime, *, was_ended: bool) -> AnswerValue | None:
    if problem.ended_at is not None:
        # Told apart for the learner: the clock ran out under this answer, or it had all been over before.
        late = problem.ended_because == Problem.Ended.TIMED_OUT or not was_ended
        return AnswerValue.REFUSED_LATE if late else AnswerValue.REFUSED_ENDED
    if problem.opened_at is None:
        return AnswerValue.REFUSED_NOT_OPEN
    if choice_id not in {choice.id for choice in problem.revision.question.choices}:
        return AnswerValue.REFUSED_UNKNOWN
    if choice_id in {response.choice for response in rows.responses[problem.pk]}:
        return AnswerValue.REFUSED_CROSSED_OUT
    if problem.revision.item_id in sealed_for(rows.sitting, now):
        return AnswerValue.REFUSED_SEALED
    return None


def _late_by(refusal: AnswerValue, problem: Problem, now: datetime) -> timedelta | None:
    if refusal is not AnswerValue.REFUSED_LATE or problem.ended_at is None:
        return None
    return now - problem.ended_at


def _record(rows: Rows, problem: Problem, choice_id: str, key: UUID, now: datetime) -> Response:
    given = rows.responses[problem.pk]
    response = Response.objects.create(
        problem=problem,
        number=len(given) + 1,
        choice=choice_id,
        right=key_in_force(problem.revision).accepts(choice_id),
        idempotency_key=key,
        answered_at=now,
    )
    given.append(response)
    response_recorded.send(sender=Response, response=response, problem=problem, sitting=rows.sitting, now=now)
    return response


def _decide(rows: Rows, problem: Problem, response: Response, now: datetime) -> None:
    terms = rows.sitting.terms
    points = RULE.points(wrong=rows.wrong(problem), hint=problem.hint_at is not None) if response.right else 0
    if not revealing.verdicts_told(terms):
        end_problem(rows, problem, Problem.Ended.ANSWERED, now, now, points=points)
    elif response.right:
        end_problem(rows, problem, Problem.Ended.SOLVED, now, now, points=points)
    elif response.number >= terms.attempts:
        end_problem(rows, problem, Problem.Ended.EXHAUSTED, now, now)


def _accepted(rows: Rows, problem: Problem, response: Response, *, repeated: bool) -> Answered:
    told = response.right if revealing.verdicts_told(rows.sitting.terms) else None
    return Answered(AnswerValue.ACCEPTED, rows.sitting, problem, response, repeated, told)


def _first_of(rows: Rows, problem: Problem, key: UUID) -> Response | None:
    return next((given for given in rows.responses[problem.pk] if given.idempotency_key == key), None)


def _running(rows: Rows) -> Problem | None:
    for problem in rows.problems:
        if problem.ended_at is None and problem.opened_at is not None and problem.seconds is not None:
            return problem
    return None


def _check_opened(problem: Problem) -> None:
    if problem.opened_at is None:
        raise NotOpened(f"{problem} has to be opened first")
