"""Which questions a test draws, without a database."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quizapp.sittings.drawing import Candidate, draw

THEN = datetime(2026, 11, 1, tzinfo=UTC)
LEVELS = ("beginner", "intermediate", "advanced", "expert")


def many(count: int = 24, *, seen: tuple[int, ...] = ()) -> list[Candidate]:
    """A third of each ease."""
    levels = ("beginner", "intermediate", "advanced")
    return [
        Candidate(number, levels[number % 3], THEN + timedelta(hours=number) if number in seen else None)
        for number in range(count)
    ]


def test_ten_of_many_are_spread_over_the_levels_from_easy_to_hard() -> None:
    drawn = draw(many(), 10, Random(1))

    assert Counter(each.level for each in drawn) == {"beginner": 3, "intermediate": 4, "advanced": 3}
    assert [each.level for each in drawn] == ["beginner"] * 3 + ["intermediate"] * 4 + ["advanced"] * 3


def test_what_was_not_seen_comes_first_and_then_what_was_not_seen_for_longest() -> None:
    seen = tuple(range(18))

    drawn = {each.item_id for each in draw(many(seen=seen), 10, Random(1))}

    assert drawn == {18, 19, 20, 21, 22, 23, 0, 1, 4, 2}


def test_a_level_without_enough_leaves_its_place_to_the_others() -> None:
    few = [Candidate(number, "expert" if number else "beginner", None) for number in range(12)]

    assert Counter(each.level for each in draw(few, 10, Random(1))) == {"beginner": 1, "expert": 9}


def test_the_same_seed_draws_the_same_and_another_one_others() -> None:
    first, again, other = (draw(many(60), 10, Random(seed)) for seed in (5, 5, 6))

    assert first == again
    assert first != other


@given(
    st.lists(st.tuples(st.sampled_from(LEVELS), st.booleans()), max_size=40),
    st.integers(0, 12),
    st.integers(0, 2**32),
)
def test_it_draws_what_there_is_and_nothing_twice(rows: list[tuple[str, bool]], count: int, seed: int) -> None:
    candidates = [Candidate(number, level, THEN if seen else None) for number, (level, seen) in enumerate(rows)]

    drawn = draw(candidates, count, Random(seed))

    assert len(drawn) == min(count, len(candidates))
    assert len(set(drawn)) == len(drawn)
