from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.web.durations import away, clock, precise, spoken


@pytest.mark.parametrize(
    ("seconds", "shown"), [(120, "2:00"), (7, "0:07"), (0, "0:00"), (-3, "0:00"), (3750, "1:02:30")]
)
def test_a_clock_reads_as_on_a_watch(seconds: int, shown: str) -> None:
    assert clock(seconds) == shown


@pytest.mark.parametrize(("ms", "shown"), [(62_449, "1:02.4"), (0, "0:00.0"), (999, "0:00.9"), (-1, "0:00.0")])
def test_a_precise_time_shows_tenths(ms: int, shown: str) -> None:
    assert precise(ms) == shown


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(120, "2 minutes"), (60, "1 minute"), (90, "1 minute 30 seconds"), (1, "1 second"), (0, "0 seconds")],
)
def test_a_clock_can_be_said(seconds: int, said: str) -> None:
    assert spoken(seconds) == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=-5), "1 min"),
        (timedelta(minutes=10), "10 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=59), "59 days"),
        (timedelta(days=122), "4 months"),
        (timedelta(days=1000), "3 years"),
    ],
)
def test_how_long_something_stays_away_is_said_roughly(length: timedelta, said: str) -> None:
    assert away(length) == said
