"""A badge is awarded at the moment it is earned, once, and is private until shared."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode
from quizapp.progress import awards
from quizapp.progress.models import Award
from quizapp.sittings import answering, closing
from tests.factories import content, people
from tests.factories.content import RIGHT, WRONG, correct_key
from tests.factories.crowds import at_once
from tests.factories.people import NOW
from tests.factories.sittings import begin, finish, give, policy, take

HOUR = timedelta(hours=1)


def test_all_right_earns_the_badge_when_the_last_answer_is_given(ada: Learner, challenge: Mode) -> None:
    sitting = begin(ada, challenge)
    now = take(sitting, dict.fromkeys(range(1, 5), RIGHT))
    assert not ada.awards.exists()
    now = take(sitting, {5: RIGHT}, start=now)
    award = ada.awards.get()
    assert (award.name, award.icon, award.praise) == ("Adder", "adder", "Every sum was right.")
    assert (award.awarded_at, award.sitting, award.shared) == (now, sitting, False)


def test_right_at_the_second_attempt_is_right(ada: Learner, challenge: Mode) -> None:
    sitting = begin(ada, challenge)
    now = take(sitting, dict.fromkeys(range(1, 5), RIGHT))
    answering.open_problem(sitting, 5, now)
    give(sitting, 5, WRONG[0], now)
    give(sitting, 5, RIGHT, now)
    assert ada.awards.count() == 1


def test_one_wrong_earns_nothing(ada: Learner, challenge: Mode) -> None:
    finish(ada, challenge, right=4)
    assert not Award.objects.exists()


def test_it_is_awarded_once_and_keeps_its_words(ada: Learner, challenge: Mode) -> None:
    finish(ada, challenge, right=5)
    challenge.badge_name = "Renamed"
    challenge.save()
    finish(ada, challenge, right=5, start=NOW + HOUR)
    assert ada.awards.get().name == "Adder"


def test_practice_earns_no_badge(ada: Learner) -> None:
    finish(ada, content.practice(), right=5)
    assert not Award.objects.exists()


def test_void_questions_stand_in_nobodys_way(ada: Learner, challenge: Mode) -> None:
    sitting = begin(ada, challenge)
    correct_key(sitting.problems.get(position=3).revision, "")
    take(sitting, {position: WRONG[0] if position == 3 else RIGHT for position in range(1, 6)})
    assert ada.awards.count() == 1


def test_while_results_are_kept_back_there_is_no_badge(ada: Learner, challenge: Mode) -> None:
    finish(ada, challenge, right=5, under=policy(reveal="at-close", attempts=1, closes_at=NOW + HOUR))
    assert not Award.objects.exists()
    closing.close_left(NOW + 2 * HOUR)
    assert ada.awards.count() == 1


def test_sharing_and_taking_it_back(ada: Learner, challenge: Mode) -> None:
    finish(ada, challenge, right=5)
    award = ada.awards.get()
    awards.share(award)
    assert Award.objects.get().shared
    awards.unshare(award)
    assert not Award.objects.get().shared


@pytest.mark.django_db(transaction=True)
def test_the_last_answer_sent_by_many_tabs_earns_one_badge() -> None:
    learner, mode = people.member(), content.challenge()
    sitting = begin(learner, mode)
    now = take(sitting, dict.fromkeys(range(1, 5), RIGHT))
    answering.open_problem(sitting, 5, now)
    at_once(lambda _: give(sitting, 5, RIGHT, now), 30)
    assert Award.objects.count() == 1
