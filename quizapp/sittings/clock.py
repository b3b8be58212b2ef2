"""Whether a problem's time is up and a sitting is over, as plain functions of what happened and the time."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

GRACE: Final = timedelta(seconds=3)
"""How long after the shown deadline an answer is still taken, for the time it spent in the network, if nothing else
is said."""

LONGEST_GRACE: Final = timedelta(seconds=60)
"""The most that a policy may say instead."""


class Ending(enum.StrEnum):
    """How a sitting ends when nobody does anything more."""

    FINISHED = "finished"
    """Every problem was decided."""
    LEFT = "left"
    """Nobody came back in time."""


@dataclass(frozen=True, kw_only=True)
class Lap:
    """What happened to one problem."""

    seconds: int | None
    """Length of its clock; None without one."""
    opened_at: datetime | None = None
    touched_at: datetime | None = None
    """The last answer or hint."""
    ended_at: datetime | None = None
    ends_by: datetime | None = None
    """When the one clock over all problems runs out, opened or not; None without such a clock."""
    grace: timedelta = GRACE
    """How long after its deadline an answer to it is still taken."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """What happened in one sitting, and the terms that say when it is over."""

    started_at: datetime
    laps: Sequence[Lap]
    idle: timedelta
    """How long it stays open while no clock runs and nothing happens."""
    window_closes_at: datetime | None = None


@dataclass(frozen=True)
class Over:
    """When a sitting is over if nobody does anything more, and why."""

    at: datetime
    certain_after: datetime
    """From here on no late answer can change it any more."""
    because: Ending


def deadline(lap: Lap, window_closes_at: datetime | None = None) -> datetime | None:
    """When the clock of a problem runs out, its own or that of the whole sitting; None where no clock runs."""
    ends = [] if lap.ends_by is None else [lap.ends_by]
    if lap.seconds is not None and lap.opened_at is not None:
        ends.append(lap.opened_at + timedelta(seconds=lap.seconds))
    if not ends:
        return None
    return min(ends) if window_closes_at is None else min(*ends, window_closes_at)


def timed_out_at(lap: Lap, now: datetime, window_closes_at: datetime | None = None) -> datetime | None:
    """The deadline, once it and the grace have passed without an end; else None."""
    end = deadline(lap, window_closes_at)
    if lap.ended_at is not None or end is None or now <= end + lap.grace:
        return None
    return end


def remaining(lap: Lap, now: datetime, window_closes_at: datetime | None = None) -> timedelta | None:
    """What the clock shows: never negative, None where no clock runs."""
    end = deadline(lap, window_closes_at)
    if end is None or lap.ended_at is not None:
        return None
    return max(end - now, timedelta())


def time_used(lap: Lap, ended_at: datetime) -> timedelta:
    """Server time from opening to end, at most the whole clock; zero for a problem never opened."""
    if lap.opened_at is None:
        return timedelta()
    used = max(ended_at - lap.opened_at, timedelta())
    return used if lap.seconds is None else min(used, timedelta(seconds=lap.seconds))


def over(course: Course) -> Over:
    """When the sitting is over if nobody does anything more.

    A running clock keeps a sitting open to its deadline; after that, and wherever no clock runs, it stays open for
    the idle time; the end of the policy's window ends it in any case.
    """
    window = course.window_closes_at
    ends = [lap.ended_at or deadline(lap, window) for lap in course.laps]
    grace = max((lap.grace for lap in course.laps if lap.ended_at is None), default=timedelta())
    decided = [end for end in ends if end is not None]
    if len(decided) == len(course.laps) and decided:
        return Over(max(decided), max(decided) + grace, Ending.FINISHED)
    opened = [lap.opened_at for lap in course.laps if lap.opened_at is not None]
    touched = [lap.touched_at for lap in course.laps if lap.touched_at is not None]
    left_at = max([course.started_at, *opened, *touched, *decided]) + course.idle
    if window is not None and window < left_at:
        return Over(window, window + max((lap.grace for lap in course.laps), default=GRACE), Ending.LEFT)
    return Over(left_at, left_at, Ending.LEFT)


def is_over(course: Course, now: datetime) -> Over | None:
    """The end of the sitting if it is certain at ``now``, else None."""
    end = over(course)
    return end if now > end.certain_after else None
