"""How problems and sittings end: by their learner, by the clock, or because nobody came back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from quizapp.sittings import clock, revealing
from quizapp.sittings.models import Problem, Sitting
from quizapp.sittings.rows import Rows, hold
from quizapp.sittings.signals import problem_ended, sitting_closed, sitting_told

SWEEP_LAG: Final = timedelta(seconds=30)
"""A sweep stays this far behind the time, so that it never overtakes an answer that came in time and waits."""


@transaction.atomic
def stop(sitting: Sitting, now: datetime) -> Sitting:
    """End the sitting on its learner's word; one that is over already stays as it ended."""
    rows = hold(sitting.pk)
    catch_up(rows, now)
    if rows.sitting.closed_at is None:
        close(rows, Sitting.Closed.STOPPED, now, now)
    return rows.sitting


@transaction.atomic
def close_if_over(sitting_id: int, now: datetime) -> bool:
    """Write down what the clock says; whether the sitting is closed then."""
    rows = hold(sitting_id)
    catch_up(rows, now)
    return rows.sitting.closed_at is not None


def close_left(now: datetime) -> int:
    """Write down every sitting that ended by itself, with the time it ended at; returns how many."""
    moment = now - SWEEP_LAG
    due = Sitting.objects.filter(told_at__isnull=True, due_at__lt=moment).order_by("due_at")
    return sum(_write_down(sitting_id, moment) for sitting_id in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _write_down(sitting_id: int, now: datetime) -> bool:
    rows = hold(sitting_id)
    was_open = rows.sitting.closed_at is None
    catch_up(rows, now)
    if rows.sitting.closed_at is None:
        remember_due(rows)
    elif not was_open and rows.sitting.told_at is None:
        _tell_if_due(rows.sitting, now)
    return was_open and rows.sitting.closed_at is not None


def catch_up(rows: Rows, now: datetime) -> None:
    """Write down what the clock says of held rows: problems whose time is up, and the end of the sitting."""
    if rows.sitting.closed_at is not None:
        return
    for problem in rows.problems:
        end = clock.timed_out_at(rows.lap(problem), now, rows.sitting.terms.closes_at)
        if end is not None:
            end_problem(rows, problem, Problem.Ended.TIMED_OUT, end, now)
    end_of_all = clock.is_over(rows.course(), now)
    if end_of_all is not None:
        close(rows, Sitting.Closed(end_of_all.because.value), end_of_all.at, now)


def end_problem(
    rows: Rows, problem: Problem, because: Problem.Ended, at: datetime, now: datetime, *, points: int = 0
) -> None:
    """Write down the end of one problem of held rows."""
    problem.ended_because = because
    problem.ended_at = at
    problem.ms = milliseconds(clock.time_used(rows.lap(problem), at))
    problem.points = points
    problem.save(update_fields=["ended_because", "ended_at", "ms", "points"])
    if because is not Problem.Ended.LEFT:
        problem_ended.send(sender=Problem, problem=problem, sitting=rows.sitting, now=now)


def move_on(rows: Rows, now: datetime) -> None:
    """After a change to held rows: close the sitting when every problem is decided, else note when it is due."""
    ends = [problem.ended_at for problem in rows.problems if problem.ended_at is not None]
    if len(ends) == len(rows.problems):
        close(rows, Sitting.Closed.FINISHED, max(ends), now)
    else:
        remember_due(rows)


def remember_due(rows: Rows) -> None:
    """Note until when the sweep need not look at an open sitting."""
    rows.sitting.due_at = clock.over(rows.course()).certain_after
    rows.sitting.save(update_fields=["due_at"])


def close(rows: Rows, because: Sitting.Closed, at: datetime, now: datetime) -> None:
    """End held rows ``at`` a time that may lie before ``now``; what is undecided was left."""
    for problem in rows.problems:
        if problem.ended_at is None:
            end_problem(rows, problem, Problem.Ended.LEFT, at, now)
    sitting = rows.sitting
    sitting.closed_because = because
    sitting.closed_at = at
    add_up(rows)
    sitting.due_at = max(at, sitting.terms.closes_at + sitting.terms.grace) if sitting.terms.closes_at else at
    sitting.save(update_fields=["closed_because", "closed_at", "points", "ms", "all_right", "due_at"])
    sitting_closed.send(sender=Sitting, sitting=sitting, now=now)
    _tell_if_due(sitting, now)


def add_up(rows: Rows) -> None:
    """Set the totals of a sitting whose problems have all ended, without saving it."""
    sitting = rows.sitting
    sitting.points = sum(problem.points for problem in rows.problems)
    sitting.ms = sum(problem.ms for problem in rows.problems)
    sitting.all_right = all(rows.was_right(problem) for problem in rows.problems)


def _tell_if_due(sitting: Sitting, now: datetime) -> None:
    if revealing.totals_told(sitting.terms, sitting_over=True, now=now):
        sitting.told_at = now
        sitting.save(update_fields=["told_at"])
        sitting_told.send(sender=Sitting, sitting=sitting, now=now)


def milliseconds(duration: timedelta) -> int:
    return duration // timedelta(milliseconds=1)
