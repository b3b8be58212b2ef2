"""Deadlines, grace, idle time and windows, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.sittings.clock import GRACE, Course, Ending, Lap, is_over, over, remaining, time_used, timed_out_at

T0 = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def course(*laps: Lap, idle_minutes: int = 30, window_closes_at: datetime | None = None) -> Course:
    return Course(started_at=T0, laps=laps, idle=timedelta(minutes=idle_minutes), window_closes_at=window_closes_at)


def test_the_clock_counts_from_the_opening_and_never_below_zero() -> None:
    lap = Lap(seconds=120, opened_at=T0)
    assert remaining(lap, after(0)) == timedelta(seconds=120)
    assert remaining(lap, after(119.5)) == timedelta(seconds=0.5)
    assert remaining(lap, after(500)) == timedelta()


def test_no_clock_runs_before_the_opening_after_the_end_or_without_limit() -> None:
    assert remaining(Lap(seconds=120), T0) is None
    assert remaining(Lap(seconds=120, opened_at=T0, ended_at=after(5)), after(6)) is None
    assert remaining(Lap(seconds=None, opened_at=T0), after(6)) is None


@pytest.mark.parametrize(("late", "timed_out"), [(0, False), (3, False), (3.001, True), (900, True)])
def test_a_problem_times_out_at_its_deadline_once_the_grace_is_over(late: float, timed_out: bool) -> None:
    lap = Lap(seconds=120, opened_at=T0)
    assert timed_out_at(lap, after(120 + late)) == (after(120) if timed_out else None)


def test_the_terms_may_give_a_longer_grace() -> None:
    lap = Lap(seconds=120, opened_at=T0, grace=timedelta(seconds=20))

    assert timed_out_at(lap, after(140)) is None
    assert timed_out_at(lap, after(141)) == after(120)
    assert is_over(course(lap), after(140)) is None
    assert is_over(course(lap), after(141)) is not None


def test_an_answer_in_the_grace_used_no_more_than_the_whole_clock() -> None:
    assert time_used(Lap(seconds=120, opened_at=T0), after(122)) == timedelta(seconds=120)
    assert time_used(Lap(seconds=120), after(122)) == timedelta()


def test_a_running_clock_keeps_a_sitting_open_however_short_the_idle_time() -> None:
    running = course(Lap(seconds=3600, opened_at=T0), Lap(seconds=60), idle_minutes=1)
    assert is_over(running, after(3600)) is None
    assert over(running).at == after(3660)


def test_idle_time_counts_from_the_last_thing_that_happened() -> None:
    touched = Lap(seconds=None, opened_at=T0, touched_at=after(600))
    left = course(touched, Lap(seconds=None), idle_minutes=30)
    assert is_over(left, after(600 + 1800)) is None
    end = is_over(left, after(600 + 1801))
    assert end is not None
    assert (end.at, end.because) == (after(2400), Ending.LEFT)


def test_the_last_problem_timing_out_finishes_the_sitting_at_its_deadline() -> None:
    done = Lap(seconds=60, opened_at=T0, ended_at=after(20))
    last = Lap(seconds=60, opened_at=after(30))
    assert is_over(course(done, last), after(93)) is None
    end = is_over(course(done, last), after(93.5))
    assert end is not None
    assert (end.at, end.because) == (after(90), Ending.FINISHED)


def test_a_sitting_nobody_began_is_left_after_the_idle_time() -> None:
    end = over(course(Lap(seconds=60), Lap(seconds=60)))
    assert (end.at, end.because) == (after(1800), Ending.LEFT)


def test_the_window_ends_a_running_problem_and_the_sitting() -> None:
    window = after(60)
    running = course(Lap(seconds=120, opened_at=T0), Lap(seconds=120), window_closes_at=window)
    assert timed_out_at(running.laps[0], after(63), window) is None
    assert timed_out_at(running.laps[0], after(64), window) == window
    assert is_over(running, after(63)) is None
    end = is_over(running, after(64))
    assert end is not None
    assert (end.at, end.because) == (window, Ending.LEFT)


seconds = st.integers(min_value=1, max_value=4000)


@st.composite
def courses(draw: st.DrawFn) -> Course:
    laps, at = [], 0.0
    for _ in range(draw(st.integers(1, 5))):
        length = draw(st.none() | seconds)
        if draw(st.booleans()):
            opened, at = at, at + draw(st.integers(0, length or 4000))
            ended = after(at) if draw(st.booleans()) else None
            laps.append(Lap(seconds=length, opened_at=after(opened), ended_at=ended))
        else:
            laps.append(Lap(seconds=length))
    window = draw(st.none() | seconds.map(after))
    return course(*laps, idle_minutes=draw(st.integers(1, 90)), window_closes_at=window)


@given(courses(), st.lists(st.integers(0, 20_000), min_size=2, max_size=8))
def test_once_over_it_stays_over_with_the_same_end(happened: Course, looks: list[int]) -> None:
    ends = [is_over(happened, after(look)) for look in sorted(looks)]
    first = next((position for position, end in enumerate(ends) if end), len(ends))
    assert len(set(ends[first:])) <= 1
    assert not any(ends[:first])


@given(courses(), st.integers(0, 20_000))
def test_writing_down_time_outs_does_not_change_the_end(happened: Course, look: int) -> None:
    window, now = happened.window_closes_at, after(look)
    written = course(
        *(
            Lap(
                seconds=lap.seconds,
                opened_at=lap.opened_at,
                ended_at=lap.ended_at or timed_out_at(lap, now, window),
            )
            for lap in happened.laps
        ),
        idle_minutes=int(happened.idle.total_seconds() // 60),
        window_closes_at=window,
    )
    assert (over(written).at, over(written).because) == (over(happened).at, over(happened).because)
    if is_over(happened, now):
        assert is_over(written, now)


def test_the_grace_is_three_seconds() -> None:
    assert timedelta(seconds=3) == GRACE
