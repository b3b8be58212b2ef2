"""The table of what is told when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from quizapp.sittings.policy import PolicyTerms
from quizapp.sittings.revealing import key_told, totals_told, verdicts_told

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


def terms(reveal: str, window: datetime | None = None) -> PolicyTerms:
    fields = {"slug": "x", "clock": "none", "attempts": 1, "hints": True, "extra_time": 1, "idle_minutes": 1}
    return PolicyTerms.model_validate({**fields, "reveal": reveal, "counts": True, "closes_at": window})


OPEN, SHUT = NOW + timedelta(hours=1), NOW - timedelta(hours=1)


@pytest.mark.parametrize(
    ("reveal", "window", "ended", "over", "key", "totals"),
    [
        ("at-once", None, False, False, False, False),
        ("at-once", None, True, False, True, False),
        ("at-once", OPEN, True, True, True, True),
        ("at-close", None, True, False, False, False),
        ("at-close", None, True, True, True, True),
        ("at-close", OPEN, True, True, False, False),
        ("at-close", SHUT, True, True, True, True),
        ("never", None, True, True, False, True),
        ("never", OPEN, True, True, False, False),
        ("never", SHUT, True, True, False, True),
    ],
)
def test_what_is_told(
    *, reveal: str, window: datetime | None, ended: bool, over: bool, key: bool, totals: bool
) -> None:
    agreed = terms(reveal, window)
    assert key_told(agreed, problem_ended=ended, sitting_over=over, now=NOW) is key
    assert totals_told(agreed, sitting_over=over, now=NOW) is totals
    assert verdicts_told(agreed) is (reveal == "at-once")
