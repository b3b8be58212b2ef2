"""The memory model: what comes back when, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.progress.memory import Memory, Rating, after, intervals

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def rated(*ratings: Rating, start: datetime = NOW) -> Memory:
    """Each rating when the one before said."""
    memory = after(None, ratings[0], start)
    for rating in ratings[1:]:
        memory = after(memory, rating, memory.due_at)
    return memory


def test_what_is_forgotten_comes_back_within_minutes_and_what_is_easy_within_days() -> None:
    away = intervals(None, NOW)

    assert away[Rating.AGAIN] < timedelta(minutes=5)
    assert away[Rating.AGAIN] < away[Rating.HARD] < away[Rating.GOOD] < away[Rating.EASY]
    assert away[Rating.EASY] > 2 * DAY


def test_remembering_again_and_again_keeps_it_away_for_longer_and_longer() -> None:
    away = [rated(*[Rating.GOOD] * times) for times in range(2, 7)]

    lengths = [memory.due_at - memory.reviewed_at for memory in away]
    assert lengths == sorted(lengths)
    assert lengths[-1] > 30 * DAY


def test_forgetting_brings_it_back_soon() -> None:
    known = rated(*[Rating.GOOD] * 5)

    forgotten = after(known, Rating.AGAIN, known.due_at)

    assert forgotten.due_at - known.due_at < timedelta(hours=1)


def test_a_clock_that_went_back_a_day_does_not_break_it() -> None:
    memory = rated(Rating.GOOD, Rating.GOOD)

    earlier = after(memory, Rating.GOOD, memory.reviewed_at - DAY)

    assert earlier.reviewed_at == memory.reviewed_at
    assert earlier.due_at > memory.reviewed_at


def test_the_zone_of_the_time_makes_no_difference() -> None:
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))

    assert after(None, Rating.GOOD, tokyo) == after(None, Rating.GOOD, NOW)


@pytest.mark.parametrize("rating", list(Rating))
def test_equal_arguments_give_equal_memories(rating: Rating) -> None:
    memory = rated(Rating.GOOD, Rating.GOOD, Rating.HARD)

    assert after(memory, rating, memory.due_at) == after(memory, rating, memory.due_at)


@given(st.lists(st.tuples(st.sampled_from(Rating), st.integers(0, 400)), min_size=1, max_size=15))
def test_any_course_of_ratings_leads_forward_and_survives_being_stored(course: list[tuple[Rating, int]]) -> None:
    memory, now = None, NOW
    for rating, hours in course:
        now += timedelta(hours=hours)
        memory = after(memory, rating, now)
        assert memory.due_at > now
        assert Memory.from_dict(memory.to_dict()) == memory
