"""Two learners turn out to be one: nothing earned is lost or counted twice."""

from __future__ import annotations

from datetime import timedelta

from quizapp.accounts import learners
from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode
from quizapp.progress.days import streak_of
from quizapp.progress.models import ActiveDay, Award, ItemProgress
from quizapp.progress.points import points_of
from tests.factories import content
from tests.factories.people import NOW
from tests.factories.sittings import finish

DAY = timedelta(days=1)
LATER = NOW + timedelta(days=5)


def test_progress_on_the_same_item_comes_together(ada: Learner, ben: Learner, challenge: Mode) -> None:
    finish(ada, challenge, right=5)
    finish(ben, challenge, right=1, start=NOW + DAY)
    other = content.challenge()
    finish(ada, other, right=2)
    learners.merge(ada, ben, LATER)
    assert points_of(ben) == 700
    assert ItemProgress.objects.filter(learner=ben).count() == 10
    assert not ItemProgress.objects.filter(learner=ada).exists()
    second = ItemProgress.objects.get(learner=ben, item=challenge.items.get(placements__position=1))
    assert (second.right, second.best_points, second.last_was_right) == (1, 100, False)


def test_active_days_of_both_make_one_streak(ada: Learner, ben: Learner, challenge: Mode) -> None:
    for learner, days in ((ada, (0, 1)), (ben, (1, 2))):
        for day in days:
            finish(learner, challenge, right=1, start=NOW + day * DAY)
    learners.merge(ada, ben, LATER)
    assert streak_of(ben, NOW + 2 * DAY) == 3
    assert ActiveDay.objects.count() == 3


def test_of_two_awards_of_one_badge_the_earlier_stays(ada: Learner, ben: Learner, challenge: Mode) -> None:
    finish(ada, challenge, right=5)
    finish(ben, challenge, right=5, start=NOW + DAY)
    kept = ada.awards.get()
    learners.merge(ada, ben, LATER)
    assert Award.objects.get() == kept
    assert ben.awards.get() == kept


def test_the_accounts_own_earlier_award_stays_too(ada: Learner, ben: Learner, challenge: Mode) -> None:
    finish(ben, challenge, right=5)
    finish(ada, challenge, right=5, start=NOW + DAY)
    kept = ben.awards.get()
    learners.merge(ada, ben, LATER)
    assert Award.objects.get() == kept


def test_a_guests_badge_moves_to_the_account(ada: Learner, ben: Learner, challenge: Mode) -> None:
    finish(ada, challenge, right=5)
    learners.merge(ada, ben, LATER)
    assert ben.awards.get().name == "Adder"
