"""Sittings that end by their learner's word or by themselves, and the news of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode
from quizapp.sittings import answering, closing
from quizapp.sittings.models import Problem, Sitting
from quizapp.sittings.signals import problem_ended, response_recorded, sitting_closed, sitting_told
from tests.factories.content import RIGHT, WRONG
from tests.factories.people import NOW
from tests.factories.sittings import begin, finish, give, policy, take

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def news() -> Iterator[list[str]]:
    """The names of the signals of sittings, as they were sent."""
    heard: list[str] = []
    signals = {"response": response_recorded, "problem": problem_ended, "closed": sitting_closed, "told": sitting_told}
    receivers = {}
    for name, signal in signals.items():

        def hear(name: str = name, **_: Any) -> None:
            heard.append(name)

        receivers[name] = hear
        signal.connect(hear)
    yield heard
    for name, signal in signals.items():
        signal.disconnect(receivers[name])


def ends(sitting: Sitting) -> list[str]:
    return list(sitting.problems.values_list("ended_because", flat=True))


def test_stopping_leaves_the_undecided_problems(sitting: Sitting) -> None:
    take(sitting, {1: RIGHT})
    answering.open_problem(sitting, 2, NOW + MINUTE)
    stopped = closing.stop(sitting, NOW + MINUTE + 7 * SECOND)
    assert (stopped.closed_because, stopped.points, stopped.ms) == (Sitting.Closed.STOPPED, 100, 17_000)
    assert ends(sitting) == ["solved", "left", "left", "left", "left"]
    assert closing.stop(sitting, NOW + HOUR).closed_at == NOW + MINUTE + 7 * SECOND


def test_a_sweep_writes_the_end_the_clock_computed_not_its_own_time(sitting: Sitting) -> None:
    take(sitting, {1: RIGHT})
    answering.open_problem(sitting, 2, NOW + MINUTE)
    assert closing.close_left(NOW + 12 * HOUR) == 1
    sitting.refresh_from_db()
    assert (sitting.closed_at, sitting.closed_because) == (NOW + 3 * MINUTE + HOUR / 2, Sitting.Closed.LEFT)
    assert ends(sitting) == ["solved", "timed_out", "left", "left", "left"]
    assert closing.close_left(NOW + 12 * HOUR) == 0


def test_a_sweep_leaves_alone_what_is_not_over(sitting: Sitting) -> None:
    answering.open_problem(sitting, 1, NOW)
    assert closing.close_left(NOW + 32 * MINUTE) == 0
    sitting.refresh_from_db()
    assert sitting.closed_at is None


def test_a_sweep_does_not_overtake_an_answer_that_came_in_time_and_waited(sitting: Sitting) -> None:
    now = take(sitting, dict.fromkeys(range(1, 5), RIGHT))
    answering.open_problem(sitting, 5, now)
    arrived = now + 122 * SECOND
    assert closing.close_left(arrived + 10 * SECOND) == 0
    assert give(sitting, 5, RIGHT, arrived).right
    sitting.refresh_from_db()
    assert sitting.all_right


def test_activity_keeps_a_sitting_without_clock_open(ada: Learner, challenge: Mode) -> None:
    untimed = begin(ada, challenge, under=policy(clock="none", attempts=8, counts=False, idle_minutes=10))
    answering.open_problem(untimed, 1, NOW)
    give(untimed, 1, WRONG[0], NOW + 9 * MINUTE)
    answering.take_hint(untimed, 1, NOW + 18 * MINUTE)
    assert not closing.close_if_over(untimed.pk, NOW + 28 * MINUTE)
    assert closing.close_if_over(untimed.pk, NOW + 28 * MINUTE + SECOND)
    untimed.refresh_from_db()
    assert untimed.closed_at == NOW + 28 * MINUTE


@pytest.mark.parametrize("beat", [7, 61, 1000])
def test_however_often_a_sweep_comes_the_end_is_the_same(ada: Learner, challenge: Mode, beat: int) -> None:
    sitting = begin(ada, challenge)
    answering.open_problem(sitting, 1, NOW)
    for seconds in range(0, 4000, beat):
        closing.close_left(NOW + seconds * SECOND)
    sitting.refresh_from_db()
    assert (sitting.closed_at, ends(sitting)[0]) == (NOW + 32 * MINUTE, Problem.Ended.TIMED_OUT)


def test_news_is_sent_once_in_its_order(ada: Learner, challenge: Mode, news: list[str]) -> None:
    finish(ada, challenge, right=5)
    assert news == ["response", "problem"] * 5 + ["closed", "told"]


def test_results_kept_back_by_a_window_are_told_by_the_sweep_once(
    ada: Learner, challenge: Mode, news: list[str]
) -> None:
    exam = policy(reveal="at-close", attempts=1, closes_at=NOW + HOUR)
    sitting = finish(ada, challenge, right=5, under=exam)
    assert news[-1] == "closed"
    lag = closing.SWEEP_LAG

    def told_by(now: datetime) -> list[str]:
        closing.close_left(now)
        return [name for name in news if name == "told"]

    assert told_by(NOW + HOUR + 3 * SECOND + lag) == []
    assert told_by(NOW + HOUR + 4 * SECOND + lag) == ["told"]
    assert told_by(NOW + 2 * HOUR) == ["told"]
    sitting.refresh_from_db()
    assert sitting.told_at is not None


def test_a_sitting_still_open_when_the_window_closes_is_left_then(ada: Learner, challenge: Mode) -> None:
    sitting = begin(ada, challenge, NOW + 59 * MINUTE, under=policy(closes_at=NOW + HOUR))
    answering.open_problem(sitting, 1, NOW + 59 * MINUTE)
    closing.close_left(NOW + 2 * HOUR)
    sitting.refresh_from_db()
    assert (sitting.closed_at, sitting.closed_because) == (NOW + HOUR, Sitting.Closed.LEFT)
    assert ends(sitting)[0] == Problem.Ended.TIMED_OUT
