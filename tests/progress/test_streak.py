"""Days in a row, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.progress.streak import streak

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("days_ago", "length"),
    [
        ([], 0),
        ([0], 1),
        ([1], 1),
        ([2], 1),
        ([3], 0),
        ([0, 1, 2], 3),
        ([1, 2], 2),
        ([0, 2, 3], 3),
        ([0, 0, 1], 2),
        ([0, 3], 1),
        ([0, 2, 4], 2),
        ([0, 2, 3, 4, 5, 6, 7, 8, 10], 9),
        ([2, 4], 1),
        ([-1, 0, 1], 3),
        ([-2], 0),
    ],
)
def test_streak(days_ago: list[int], length: int) -> None:
    assert streak([TODAY - timedelta(days=ago) for ago in days_ago], TODAY) == length


@given(st.integers(0, 500), st.sets(st.integers(502, 900)))
def test_what_lies_before_a_gap_does_not_count(length: int, older: set[int]) -> None:
    days = [TODAY - timedelta(days=ago) for ago in [*range(length), *older]]
    assert streak(days, TODAY) == length
