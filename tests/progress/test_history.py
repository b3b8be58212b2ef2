"""What a learner's answers leave behind on items, days and points."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode
from quizapp.progress.days import local_day, streak_of
from quizapp.progress.models import ActiveDay, ItemProgress
from quizapp.progress.points import points_of
from quizapp.sittings import answering, closing
from tests.factories import people
from tests.factories.content import RIGHT, WRONG
from tests.factories.people import NOW
from tests.factories.sittings import begin, finish, give, policy, take

HOUR = timedelta(hours=1)


def counts(learner: Learner) -> list[tuple[int, int, int, bool]]:
    rows = ItemProgress.objects.filter(learner=learner).order_by("item__placements__position")
    return list(rows.values_list("right", "wrong", "best_points", "last_was_right"))


def test_each_way_a_problem_ends_leaves_its_trace(ada: Learner, challenge: Mode) -> None:
    sitting = begin(ada, challenge)
    take(sitting, {1: RIGHT})
    answering.open_problem(sitting, 2, NOW + timedelta(minutes=1))
    for choice in WRONG[:2]:
        give(sitting, 2, choice, NOW + timedelta(minutes=1))
    answering.open_problem(sitting, 3, NOW + timedelta(minutes=2))
    answering.give_up(sitting, 3, NOW + timedelta(minutes=2))
    answering.open_problem(sitting, 4, NOW + timedelta(minutes=3))  # times out; the fifth is left
    closing.close_left(NOW + 2 * HOUR)
    assert counts(ada) == [(1, 0, 100, True), (0, 1, 0, False), (0, 0, 0, False), (0, 0, 0, False)]


def test_the_best_points_of_an_item_count_once(ada: Learner, challenge: Mode) -> None:
    finish(ada, challenge, right=5)
    finish(ada, challenge, right=2, start=NOW + HOUR)
    assert points_of(ada) == 500
    assert counts(ada)[0] == (2, 0, 100, True)
    assert counts(ada)[4] == (1, 0, 100, False)


def test_points_of_somebody_new_are_none(ada: Learner) -> None:
    assert points_of(ada) == 0


def test_results_kept_back_count_when_they_are_told(ada: Learner, challenge: Mode) -> None:
    exam = policy(reveal="at-close", attempts=1, closes_at=NOW + HOUR)
    finish(ada, challenge, right=3, under=exam)
    assert points_of(ada) == 0
    assert ActiveDay.objects.count() == 1
    closing.close_left(NOW + 2 * HOUR)
    assert points_of(ada) == 300
    assert counts(ada)[4] == (0, 1, 0, False)


def test_results_never_told_leave_no_trace_on_items(ada: Learner, challenge: Mode) -> None:
    finish(ada, challenge, right=3, under=policy(reveal="never", attempts=1))
    assert not ItemProgress.objects.exists()


def test_a_day_is_the_learners_own(challenge: Mode) -> None:
    late = datetime(2026, 11, 18, 22, 30, tzinfo=UTC)
    tokyo, utc = people.guest(time_zone="Asia/Tokyo"), people.guest()
    for learner in (tokyo, utc):
        finish(learner, challenge, right=5, start=late)
    assert tokyo.active_days.get().day == date(2026, 11, 19)
    assert utc.active_days.get().day == date(2026, 11, 18)


@pytest.mark.parametrize("name", ["Nowhere/Land", "../../etc/passwd", "", "/"])
def test_an_unknown_time_zone_is_taken_as_utc(name: str) -> None:
    assert local_day(Learner(time_zone=name), NOW) == NOW.date()


def test_the_streak_lasts_until_a_day_is_missed(ada: Learner, challenge: Mode) -> None:
    for day in range(3):
        finish(ada, challenge, right=1, start=NOW + timedelta(days=day))
    assert streak_of(ada, NOW + timedelta(days=2)) == 3
    assert streak_of(ada, NOW + timedelta(days=3)) == 3
    assert streak_of(ada, NOW + timedelta(days=4)) == 3  # one day missed is forgiven
    assert streak_of(ada, NOW + timedelta(days=5)) == 0
