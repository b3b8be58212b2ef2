"""The order on a board, without a database."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta, timezone

import pytest

from quizapp.leaderboards.ranking import Result, iso_week, rank

T0 = datetime(2026, 11, 18, tzinfo=UTC)


def test_points_come_first_then_time_then_the_earlier_end_then_the_earlier_entry() -> None:
    in_order = (
        Result(500, 90, T0 + timedelta(hours=9), 9),
        Result(400, 10, T0 + timedelta(hours=2), 8),
        Result(400, 20, T0, 7),
        Result(400, 20, T0 + timedelta(hours=1), 5),
        Result(400, 20, T0 + timedelta(hours=1), 6),
    )
    for shuffled in itertools.permutations(in_order):
        assert tuple(sorted(shuffled, key=lambda result: result.order)) == in_order


def test_the_first_place_is_one() -> None:
    assert rank(with_more_points=0, ahead_with_the_same=0) == 1


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        (T0, "2026-W47"),
        (datetime(2027, 1, 1, tzinfo=UTC), "2026-W53"),
        (datetime(2027, 1, 4, tzinfo=UTC), "2027-W01"),
        (datetime(2027, 1, 4, 3, tzinfo=timezone(timedelta(hours=9))), "2026-W53"),
    ],
)
def test_a_week_is_the_iso_week_by_utc(moment: datetime, week: str) -> None:
    assert iso_week(moment) == week
