"""Points fall with attempts and the hint, and are never negative."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.sittings.scoring import RULE


@pytest.mark.parametrize(
    ("wrong", "hint", "points"),
    [(0, False, 100), (1, False, 50), (0, True, 80), (1, True, 40), (2, False, 25), (7, False, 0), (20, True, 0)],
)
def test_points(wrong: int, hint: bool, points: int) -> None:
    assert RULE.points(wrong=wrong, hint=hint) == points


@given(st.integers(0, 30), st.booleans())
def test_another_wrong_attempt_or_the_hint_never_earns_more(wrong: int, hint: bool) -> None:
    points = RULE.points(wrong=wrong, hint=hint)
    assert 0 <= RULE.points(wrong=wrong + 1, hint=hint) <= points
    assert RULE.points(wrong=wrong, hint=True) <= points


def test_a_negative_count_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="-1"):
        RULE.points(wrong=-1, hint=False)
