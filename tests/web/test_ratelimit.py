"""Counting in windows."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from quizapp.web.ratelimit import Limit

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
LIMIT = Limit("tests", amount=3, seconds=60)


@pytest.fixture(autouse=True)
def unspent() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_window_admits_its_amount_and_the_next_begins_anew() -> None:
    assert [LIMIT.admits("ada", NOON + timedelta(seconds=s)) for s in (0, 10, 20, 30, 59)] == [True] * 3 + [False] * 2
    assert LIMIT.admits("ada", NOON + timedelta(seconds=60))


def test_everybody_and_every_limit_is_counted_apart() -> None:
    for _ in range(3):
        LIMIT.admits("ada", NOON)
    assert not LIMIT.admits("ada", NOON)
    assert LIMIT.admits("eve", NOON)
    assert Limit("others", amount=3, seconds=60).admits("ada", NOON)


def test_of_many_at_once_no_more_than_the_amount_pass() -> None:
    limit = Limit("crowd", amount=50, seconds=60)
    passed: list[bool] = []
    gate = threading.Barrier(10)

    def send() -> None:
        gate.wait()
        passed.extend(limit.admits("ada", NOON) for _ in range(20))

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(passed) == 50
    assert len(passed) == 200


@pytest.mark.parametrize(("second", "left"), [(0, 60), (1, 59), (59, 1)])
def test_seconds_left_lead_to_the_next_window(second: int, left: int) -> None:
    assert LIMIT.seconds_left(NOON + timedelta(seconds=second)) == left
