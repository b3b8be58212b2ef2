"""The one history: each answer once, and progress and schedule follow from it, also when one is taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from quizapp.accounts.learners import merge
from quizapp.accounts.models import Learner
from quizapp.catalog.models import Item, Mode
from quizapp.progress.memory import Rating
from quizapp.progress.models import Answer, ItemProgress, Schedule
from quizapp.progress.recording import Entry, memory_of, record, take_back
from quizapp.sittings import answering
from tests.factories import content, people
from tests.factories.content import RIGHT, WRONG
from tests.factories.people import NOW
from tests.factories.sittings import begin, finish, give, policy

HOUR = timedelta(hours=1)


@pytest.fixture
def card(db: None) -> Item:
    return content.published_card(content.pattern())


def rate(learner: Learner, item: Item, rating: Rating, now: datetime = NOW, **fields: Any) -> Answer:
    assert item.published is not None
    outcome = Answer.Outcome.WRONG if rating is Rating.AGAIN else Answer.Outcome.RIGHT
    fields = {"key": uuid4(), **fields}
    entry = Entry(revision=item.published, outcome=outcome, answered_at=now, rating=rating, **fields)
    return record(learner, entry)


def test_a_rating_leaves_an_entry_progress_and_a_schedule(ada: Learner, card: Item) -> None:
    answer = rate(ada, card, Rating.GOOD)

    assert (answer.revision, answer.first, answer.rating) == (card.published, True, 3)
    progress = ItemProgress.objects.get(learner=ada)
    assert (progress.item, progress.right, progress.wrong, progress.last_was_right) == (card, 1, 0, True)
    schedule = Schedule.objects.get(learner=ada)
    assert (schedule.item, schedule.type, schedule.reviews) == (card, "card", 1)
    assert schedule.due_at > NOW


def test_the_same_form_cannot_be_entered_twice(ada: Learner, card: Item) -> None:
    key = uuid4()
    rate(ada, card, Rating.GOOD, key=key)

    with pytest.raises(IntegrityError), transaction.atomic():
        rate(ada, card, Rating.GOOD, key=key)


def test_what_is_taken_back_leaves_everything_as_it_was(ada: Learner, card: Item) -> None:
    rate(ada, card, Rating.GOOD)
    before = memory_of(Schedule.objects.get())
    answer = rate(ada, card, Rating.AGAIN, NOW + HOUR)

    assert take_back(answer, NOW + HOUR)

    assert memory_of(Schedule.objects.get()) == before
    assert list(ItemProgress.objects.values_list("right", "wrong", "last_was_right")) == [(1, 0, True)]
    assert Answer.objects.count() == 2  # the history keeps both
    assert not take_back(answer, NOW + HOUR)


def test_the_first_rating_taken_back_takes_the_item_off_the_schedule(ada: Learner, card: Item) -> None:
    take_back(rate(ada, card, Rating.EASY), NOW)

    assert not Schedule.objects.exists()
    assert not ItemProgress.objects.exists()


def test_only_the_last_rating_can_be_taken_back(ada: Learner, card: Item) -> None:
    first = rate(ada, card, Rating.GOOD)
    rate(ada, card, Rating.GOOD, NOW + HOUR)

    assert not take_back(first, NOW + HOUR)


def test_a_question_answered_wrong_is_put_on_the_schedule_and_one_answered_right_is_not(
    ada: Learner, challenge: Mode
) -> None:
    finish(ada, challenge, right=3)

    wrong = challenge.items.order_by("placements__position")[3:]
    assert set(Schedule.objects.values_list("item", "type")) == {(item.pk, "question") for item in wrong}


def test_a_question_on_the_schedule_moves_with_every_answer(ada: Learner, challenge: Mode) -> None:
    finish(ada, challenge, right=4)
    due = Schedule.objects.get().due_at
    finish(ada, challenge, right=5, start=NOW + timedelta(days=1))

    schedule = Schedule.objects.get()
    assert schedule.due_at > due + timedelta(days=1)
    assert schedule.reviews == 2


@pytest.mark.parametrize(
    ("choices", "hint", "scheduled"),
    [([RIGHT], False, False), ([RIGHT], True, False), ([WRONG[0], RIGHT], False, True), ([], False, True)],
)
def test_right_counts_as_remembered_at_the_first_attempt_only(
    ada: Learner, challenge: Mode, choices: list[str], hint: bool, scheduled: bool
) -> None:
    sitting = begin(ada, challenge)
    answering.open_problem(sitting, 1, NOW)
    if hint:
        answering.take_hint(sitting, 1, NOW)
    for choice in choices:
        give(sitting, 1, choice, NOW)
    answering.give_up(sitting, 1, NOW)

    answer = Answer.objects.get()
    assert answer.said == {"choices": choices, "hint": hint}
    assert Schedule.objects.exists() is scheduled


def test_results_kept_back_enter_the_history_when_they_are_told(ada: Learner, challenge: Mode) -> None:
    finish(ada, challenge, right=2, under=policy(reveal="at-close", attempts=1))

    outcomes = Answer.objects.order_by("problem__position").values_list("outcome", flat=True)
    assert list(outcomes) == ["right", "right", "wrong", "wrong", "wrong"]


def test_two_histories_become_one(ada: Learner, challenge: Mode, card: Item) -> None:
    ben = people.member()
    rate(ada, card, Rating.GOOD)
    rate(ben, card, Rating.AGAIN, NOW + HOUR)
    finish(ada, challenge, right=4)

    merge(ada, ben, NOW + 2 * HOUR)

    assert Answer.objects.filter(learner=ben).count() == 7
    assert list(ItemProgress.objects.filter(item=card).values_list("learner", "right", "wrong")) == [(ben.pk, 1, 1)]
    schedule = Schedule.objects.get(item=card)
    assert (schedule.learner, schedule.reviewed_at) == (ben, NOW + HOUR)
    assert Schedule.objects.filter(learner=ben).count() == 2


def test_a_prompt_that_both_answered_keeps_the_first_answer(ada: Learner, card: Item) -> None:
    ben = people.member()
    assert card.published is not None
    for learner, now in ((ben, NOW + HOUR), (ada, NOW)):
        kept = Answer.Outcome.RIGHT
        record(learner, Entry(revision=card.published, outcome=kept, answered_at=now, part="step.one"))

    merge(ada, ben, NOW + 2 * HOUR)

    assert Answer.objects.get().answered_at == NOW
