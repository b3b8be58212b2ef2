"""Many requests at the same moment: no attempt, sitting or end is lost or doubled."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from quizapp.accounts.signals import learner_merged
from quizapp.sittings import answering, closing, starting
from quizapp.sittings.answering import AnswerValue
from quizapp.sittings.models import Problem, Response, Sitting
from quizapp.sittings.policies import policy_for
from quizapp.sittings.signals import sitting_closed
from tests.factories import content, people
from tests.factories.content import RIGHT, WRONG
from tests.factories.crowds import at_once
from tests.factories.people import NOW
from tests.factories.sittings import begin, give, take

pytestmark = pytest.mark.django_db(transaction=True)

HUNDRED = 100
EIGHT_CHOICES = [
    {"id": name, "text": name.title(), "rationale": f"About {name}."}
    for name in (RIGHT, "one", "two", "three", "five", "six", "seven", "eight")
]
SEVEN_WRONG = [choice["id"] for choice in EIGHT_CHOICES if choice["id"] != RIGHT]


def test_of_a_hundred_wrong_answers_at_once_two_are_taken() -> None:
    sitting = begin(people.guest(), content.challenge(choices=EIGHT_CHOICES))
    answering.open_problem(sitting, 1, NOW)
    values = at_once(lambda n: give(sitting, 1, SEVEN_WRONG[n % 7], NOW + timedelta(seconds=1)).value, HUNDRED)
    counted = Counter(values)
    assert counted[AnswerValue.ACCEPTED] == 2
    assert set(counted) <= {AnswerValue.ACCEPTED, AnswerValue.REFUSED_ENDED, AnswerValue.REFUSED_CROSSED_OUT}
    problem = sitting.problems.get(position=1)
    assert problem.ended_because == Problem.Ended.EXHAUSTED
    assert sorted(problem.responses.values_list("number", flat=True)) == [1, 2]


def test_a_form_submitted_a_hundred_times_at_once_is_one_attempt() -> None:
    sitting = begin(people.guest(), content.challenge())
    answering.open_problem(sitting, 1, NOW)
    key = uuid4()
    answers = at_once(lambda _: answering.answer(sitting, 1, WRONG[0], key, NOW), HUNDRED)
    assert {answer.value for answer in answers} == {AnswerValue.ACCEPTED}
    assert {answer.right for answer in answers} == {False}
    assert len({answer.response.pk for answer in answers if answer.response}) == 1
    assert [answer.repeated for answer in answers].count(False) == 1
    assert Response.objects.count() == 1


def test_of_every_choice_at_once_the_key_counts_only_within_the_attempts() -> None:
    sitting = begin(people.guest(), content.challenge(choices=EIGHT_CHOICES))
    answering.open_problem(sitting, 1, NOW)
    at_once(lambda n: give(sitting, 1, EIGHT_CHOICES[n % 8]["id"], NOW), HUNDRED)
    problem = sitting.problems.get(position=1)
    given = list(problem.responses.order_by("number"))
    assert len(given) <= 2
    assert problem.points == {(True,): 100, (False, True): 50}.get(tuple(one.right for one in given), 0)


def test_a_hundred_starts_at_once_begin_one_sitting() -> None:
    learner, mode = people.guest(), content.challenge()
    terms = policy_for(learner, mode)
    sittings = at_once(lambda n: starting.start(learner, mode, terms, terms.group, uuid4(), n, NOW).pk, HUNDRED)
    assert len(set(sittings)) == 1
    assert Problem.objects.count() == 5


def test_opening_and_hint_from_many_tabs_count_once() -> None:
    sitting = begin(people.guest(), content.challenge())

    def moment(n: int) -> datetime:
        return NOW + timedelta(milliseconds=n)

    opened = at_once(lambda n: answering.open_problem(sitting, 1, moment(n)).opened_at, 30)
    assert len(set(opened)) == 1
    hints = at_once(lambda n: answering.take_hint(sitting, 1, moment(100 + n)).hint_at, 30)
    assert len(set(hints)) == 1


def test_the_last_answers_of_many_tabs_close_the_sitting_once() -> None:
    sitting = begin(people.guest(), content.challenge())
    now = take(sitting, dict.fromkeys(range(1, 5), RIGHT))
    answering.open_problem(sitting, 5, now)
    closed: list[int] = []

    def hear(sitting: Sitting, **_: object) -> None:
        closed.append(sitting.pk)

    sitting_closed.connect(hear)
    try:
        at_once(lambda n: give(sitting, 5, RIGHT, now + timedelta(milliseconds=n)), 50)
    finally:
        sitting_closed.disconnect(hear)
    sitting.refresh_from_db()
    assert closed == [sitting.pk]
    assert (sitting.points, sitting.all_right) == (500, True)


def test_answers_sweeps_and_a_merge_at_once_lose_nothing() -> None:
    ada, ben = people.guest("Ada"), people.member("Ben")
    mode = content.challenge()
    hers = begin(ada, mode, NOW)
    his = begin(ben, mode, NOW + timedelta(seconds=1))
    answering.open_problem(hers, 1, NOW + timedelta(seconds=2))
    answering.open_problem(his, 1, NOW + timedelta(seconds=2))
    now = NOW + timedelta(seconds=10)

    def work(n: int) -> object:
        if n == 10:
            return learner_merged.send(sender=type(ada), absorbed=ada, into=ben, now=now)
        if n % 3 == 0:
            return closing.close_left(now + timedelta(seconds=20))
        return give(hers if n % 3 == 1 else his, 1, RIGHT, now).value

    at_once(work, 40)
    hers.refresh_from_db()
    his.refresh_from_db()
    assert (hers.learner, his.learner) == (ben, ben)
    assert (hers.closed_at, his.closed_because) == (None, Sitting.Closed.MERGED)
    assert [response.problem.sitting_id for response in Response.objects.all()].count(hers.pk) == 1
    assert hers.problems.get(position=1).points == 100
