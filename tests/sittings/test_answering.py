"""What becomes of answers, hints and giving up."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode
from quizapp.sittings import answering
from quizapp.sittings.answering import AnswerValue
from quizapp.sittings.errors import AnotherClockRuns, HintsNotAllowed, NoSuchProblem, NotOpened
from quizapp.sittings.models import Problem, Response, Sitting
from tests.factories.content import RIGHT, WRONG, correct_key
from tests.factories.people import NOW
from tests.factories.sittings import begin, give, policy, take


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def problem(sitting: Sitting, position: int = 1) -> Problem:
    return sitting.problems.get(position=position)


def test_a_right_first_answer_earns_everything_and_ends_the_problem(sitting: Sitting) -> None:
    answering.open_problem(sitting, 1, at(0))
    answered = give(sitting, 1, RIGHT, at(12.345))
    assert (answered.value, answered.right, answered.repeated) == (AnswerValue.ACCEPTED, True, False)
    first = problem(sitting)
    assert (first.ended_because, first.points, first.ms) == (Problem.Ended.SOLVED, 100, 12_345)
    assert first.ended_at == at(12.345)


def test_a_second_attempt_halves_and_the_hint_costs_a_fifth(sitting: Sitting) -> None:
    answering.open_problem(sitting, 1, at(0))
    answering.take_hint(sitting, 1, at(5))
    assert give(sitting, 1, WRONG[0], at(10)).right is False
    give(sitting, 1, RIGHT, at(20))
    assert problem(sitting).points == 40


def test_a_third_attempt_is_refused(sitting: Sitting) -> None:
    answering.open_problem(sitting, 1, at(0))
    give(sitting, 1, WRONG[0], at(10))
    give(sitting, 1, WRONG[1], at(20))
    assert problem(sitting).ended_because == Problem.Ended.EXHAUSTED
    assert give(sitting, 1, RIGHT, at(30)).value is AnswerValue.REFUSED_ENDED
    assert (problem(sitting).points, Response.objects.count()) == (0, 2)


def test_a_repeated_key_gives_the_first_result_and_costs_nothing(sitting: Sitting) -> None:
    answering.open_problem(sitting, 1, at(0))
    key = uuid4()
    first = answering.answer(sitting, 1, WRONG[0], key, at(10))
    # Even another choice, and long after the clock ran out: the form was submitted once.
    again = answering.answer(sitting, 1, RIGHT, key, at(1000))
    assert again.repeated
    assert (again.value, again.right, again.response) == (first.value, first.right, first.response)
    assert Response.objects.count() == 1
    assert problem(sitting).ended_at is None


def test_a_crossed_out_choice_is_refused_without_cost(sitting: Sitting) -> None:
    answering.open_problem(sitting, 1, at(0))
    give(sitting, 1, WRONG[0], at(10))
    assert give(sitting, 1, WRONG[0], at(11)).value is AnswerValue.REFUSED_CROSSED_OUT
    give(sitting, 1, RIGHT, at(12))
    assert problem(sitting).points == 50


@pytest.mark.parametrize("choice", ["", "eight", "FOUR", "four ", "x" * 5000, "\0"])
def test_an_unknown_choice_is_refused_without_cost(sitting: Sitting, choice: str) -> None:
    answering.open_problem(sitting, 1, at(0))
    assert give(sitting, 1, choice, at(10)).value is AnswerValue.REFUSED_UNKNOWN
    assert Response.objects.count() == 0


def test_a_problem_has_to_be_opened_first(sitting: Sitting) -> None:
    assert give(sitting, 1, RIGHT, at(10)).value is AnswerValue.REFUSED_NOT_OPEN
    with pytest.raises(NotOpened):
        answering.take_hint(sitting, 1, at(10))
    with pytest.raises(NotOpened):
        answering.give_up(sitting, 1, at(10))


def test_a_position_that_is_not_there(sitting: Sitting) -> None:
    for act in (answering.open_problem, answering.take_hint, answering.give_up):
        with pytest.raises(NoSuchProblem):
            act(sitting, 6, at(0))
    with pytest.raises(NoSuchProblem):
        give(sitting, 0, RIGHT, at(0))


def test_an_answer_in_the_grace_counts(sitting: Sitting) -> None:
    answering.open_problem(sitting, 1, at(0))
    assert give(sitting, 1, RIGHT, at(123)).value is AnswerValue.ACCEPTED
    assert (problem(sitting).points, problem(sitting).ms) == (100, 120_000)


def test_a_late_answer_is_refused_and_the_problem_ended_at_its_deadline(sitting: Sitting) -> None:
    answering.open_problem(sitting, 1, at(0))
    assert give(sitting, 1, RIGHT, at(123.001)).value is AnswerValue.REFUSED_LATE
    late = problem(sitting)
    assert (late.ended_because, late.ended_at, late.points, late.ms) == (Problem.Ended.TIMED_OUT, at(120), 0, 120_000)
    assert give(sitting, 1, RIGHT, at(124)).value is AnswerValue.REFUSED_LATE


def test_opening_again_does_not_restart_the_clock(sitting: Sitting) -> None:
    answering.open_problem(sitting, 1, at(0))
    assert answering.open_problem(sitting, 1, at(60)).opened_at == at(0)


def test_only_one_clock_runs_at_a_time(sitting: Sitting) -> None:
    answering.open_problem(sitting, 1, at(0))
    with pytest.raises(AnotherClockRuns) as refused:
        answering.open_problem(sitting, 2, at(60))
    assert refused.value.position == 1
    assert answering.open_problem(sitting, 2, at(124)).opened_at == at(124)


def test_without_a_clock_several_problems_are_open_together(ada: Learner, challenge: Mode) -> None:
    untimed = begin(ada, challenge, under=policy(clock="none", attempts=8, counts=False))
    answering.open_problem(untimed, 1, at(0))
    answering.open_problem(untimed, 2, at(1))
    assert give(untimed, 1, RIGHT, at(1000)).right
    assert give(untimed, 2, RIGHT, at(1001)).right


def test_the_hint_is_taken_once_and_costs_nothing_after_the_end(sitting: Sitting) -> None:
    answering.open_problem(sitting, 1, at(0))
    assert answering.take_hint(sitting, 1, at(5)).hint_at == at(5)
    assert answering.take_hint(sitting, 1, at(6)).hint_at == at(5)
    answering.open_problem(sitting, 1, at(0))
    give(sitting, 1, RIGHT, at(10))
    answering.open_problem(sitting, 2, at(20))
    give(sitting, 2, RIGHT, at(30))
    assert answering.take_hint(sitting, 2, at(40)).hint_at is None
    assert problem(sitting, 2).points == 100


def test_terms_without_hints_give_none(ada: Learner, challenge: Mode) -> None:
    strict = begin(ada, challenge, under=policy(hints=False))
    answering.open_problem(strict, 1, at(0))
    with pytest.raises(HintsNotAllowed):
        answering.take_hint(strict, 1, at(1))


def test_giving_up_ends_the_problem_without_points(sitting: Sitting) -> None:
    answering.open_problem(sitting, 1, at(0))
    answering.give_up(sitting, 1, at(7))
    given_up = problem(sitting)
    assert (given_up.ended_because, given_up.points, given_up.ms) == (Problem.Ended.GAVE_UP, 0, 7000)
    answering.give_up(sitting, 1, at(90))
    assert problem(sitting).ended_at == at(7)
    assert give(sitting, 1, RIGHT, at(8)).value is AnswerValue.REFUSED_ENDED


def test_a_corrected_key_decides(sitting: Sitting) -> None:
    correct_key(problem(sitting).revision, "six")
    answering.open_problem(sitting, 1, at(0))
    assert give(sitting, 1, RIGHT, at(1)).right is False
    assert give(sitting, 1, "six", at(2)).right is True


def test_in_a_void_question_every_answer_is_right(sitting: Sitting) -> None:
    correct_key(problem(sitting).revision, "")
    answering.open_problem(sitting, 1, at(0))
    assert give(sitting, 1, WRONG[2], at(1)).right is True
    assert problem(sitting).points == 100


@pytest.mark.parametrize("reveal", ["at-close", "never"])
def test_terms_that_keep_keys_back_take_one_answer_and_do_not_call_it(
    ada: Learner, challenge: Mode, reveal: str
) -> None:
    quiet = begin(ada, challenge, under=policy(reveal=reveal, attempts=1))
    for position, choice in ((1, RIGHT), (2, WRONG[0])):
        answering.open_problem(quiet, position, at(position * 10))
        answered = give(quiet, position, choice, at(position * 10 + 5))
        assert (answered.value, answered.right) == (AnswerValue.ACCEPTED, None)
        assert problem(quiet, position).ended_because == Problem.Ended.ANSWERED
        assert give(quiet, position, RIGHT, at(position * 10 + 6)).value is AnswerValue.REFUSED_ENDED
    assert [one.points for one in quiet.problems.all()[:2]] == [100, 0]


def test_the_last_decided_problem_closes_the_sitting_at_that_moment(sitting: Sitting) -> None:
    ended = take(sitting, dict.fromkeys(range(1, 6), RIGHT))
    sitting.refresh_from_db()
    assert (sitting.closed_at, sitting.closed_because) == (ended, Sitting.Closed.FINISHED)
    assert (sitting.points, sitting.ms, sitting.all_right) == (500, 50_000, True)
    assert sitting.told_at == ended


def test_one_problem_given_up_is_not_all_right(sitting: Sitting) -> None:
    now = take(sitting, dict.fromkeys(range(1, 5), RIGHT))
    answering.open_problem(sitting, 5, now)
    answering.give_up(sitting, 5, now)
    sitting.refresh_from_db()
    assert (sitting.points, sitting.all_right) == (400, False)


def test_after_the_close_nothing_changes_any_more(sitting: Sitting) -> None:
    now = take(sitting, dict.fromkeys(range(1, 6), RIGHT))
    before = Sitting.objects.filter(pk=sitting.pk).values().get()
    answering.open_problem(sitting, 1, now)
    answering.take_hint(sitting, 1, now)
    answering.give_up(sitting, 1, now)
    assert give(sitting, 1, RIGHT, now).value is AnswerValue.REFUSED_ENDED
    assert Sitting.objects.filter(pk=sitting.pk).values().get() == before
