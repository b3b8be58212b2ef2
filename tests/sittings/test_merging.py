"""Two learners turn out to be one."""

from __future__ import annotations

from datetime import timedelta

from quizapp.accounts import learners
from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode
from quizapp.sittings import answering
from quizapp.sittings.models import Sitting
from tests.factories import content
from tests.factories.content import RIGHT
from tests.factories.people import NOW
from tests.factories.sittings import begin, finish, give, take

MINUTE = timedelta(minutes=1)


def test_all_sittings_move(ada: Learner, ben: Learner, challenge: Mode) -> None:
    finish(ada, challenge, right=3)
    begin(ada, content.practice())
    finish(ben, challenge, right=5)
    learners.merge(ada, ben, NOW + MINUTE)
    assert ben.sittings.count() == 3
    assert not ada.sittings.exists()


def test_of_two_open_sittings_the_later_started_is_closed_as_merged(
    ada: Learner, ben: Learner, challenge: Mode
) -> None:
    his = begin(ben, challenge, NOW)
    hers = begin(ada, challenge, NOW + MINUTE)
    now = take(hers, {1: RIGHT}, start=NOW + MINUTE)
    answering.open_problem(hers, 2, now)
    learners.merge(ada, ben, now + MINUTE)
    his.refresh_from_db()
    hers.refresh_from_db()
    assert his.closed_at is None
    assert (hers.closed_at, hers.closed_because, hers.points) == (now + MINUTE, Sitting.Closed.MERGED, 100)
    assert hers.problems.get(position=2).ended_because == "left"
    answering.open_problem(his, 1, now + MINUTE)
    assert give(his, 1, RIGHT, now + MINUTE).right


def test_an_open_sitting_that_was_over_by_the_clock_stands_in_nobodys_way(
    ada: Learner, ben: Learner, challenge: Mode
) -> None:
    begin(ben, challenge, NOW)
    hers = begin(ada, challenge, NOW + 60 * MINUTE)
    learners.merge(ada, ben, NOW + 61 * MINUTE)
    hers.refresh_from_db()
    assert hers.closed_at is None
    assert ben.sittings.get(closed_at__isnull=False).closed_because == Sitting.Closed.LEFT
