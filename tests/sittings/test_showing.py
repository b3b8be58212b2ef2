"""What a learner may see of a sitting, and what not yet."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode
from quizapp.sittings import answering, closing
from quizapp.sittings.models import Problem, Response, Sitting
from quizapp.sittings.sealing import anything_sealed
from quizapp.sittings.showing import ProblemShown, sitting_shown
from tests.factories import content
from tests.factories.content import RIGHT, WRONG, correct_key
from tests.factories.people import NOW
from tests.factories.sittings import begin, finish, give, policy, take

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def texts(shown: Any) -> str:
    """Every field of what is shown, as a page or an answer could send it."""
    return json.dumps(dataclasses.asdict(shown), default=str)


def secrets(problem: Problem) -> list[str]:
    """What gives a problem's key away."""
    question = problem.revision.question
    rationales = [choice.rationale for choice in question.choices]
    explanation = question.explanation
    return [*rationales, *explanation.steps, explanation.final_answer, explanation.quick_check, str(question.mnemonic)]


def assert_nothing_tells(sitting: Sitting, position: int, now: Any) -> ProblemShown:
    """Neither explanation nor key, and nothing that differs between the key and another choice."""
    whole = sitting_shown(sitting, now)
    shown = whole.problems[position - 1]
    for secret in secrets(sitting.problems.get(position=position)):
        assert secret not in texts(whole)
    assert shown.revealed is None
    untried = [choice for choice in shown.choices if not choice.chosen]
    assert len({(choice.crossed_out, choice.chosen) for choice in untried}) <= 1
    assert not {"right", "key", "is_key", "points_if_right"} & {field.name for field in dataclasses.fields(shown)}
    return shown


def test_an_unopened_problem_shows_only_its_label(sitting: Sitting) -> None:
    shown = assert_nothing_tells(sitting, 1, NOW)
    assert (shown.kind, shown.level, shown.seconds) == ("conceptual", "intermediate", 120)
    assert (shown.stem, shown.snippet, shown.choices, shown.hint) == (None, None, (), None)
    revision = sitting.problems.get(position=2).revision
    assert revision.question.stem not in texts(sitting_shown(sitting, NOW))


def test_an_open_problem_shows_everything_but_what_tells_the_key(sitting: Sitting) -> None:
    answering.open_problem(sitting, 2, NOW)
    shown = assert_nothing_tells(sitting, 2, NOW + 30 * SECOND)
    assert shown.running
    assert (shown.remaining_ms, shown.deadline) == (90_000, NOW + 120 * SECOND)
    assert shown.snippet is not None
    assert [choice.letter for choice in shown.choices] == ["A", "B", "C", "D"]
    assert (shown.attempts_left, shown.hint_offered, shown.hint, shown.points) == (2, True, None, None)


def test_a_wrong_attempt_crosses_out_and_tells_no_more(sitting: Sitting) -> None:
    answering.open_problem(sitting, 1, NOW)
    answering.take_hint(sitting, 1, NOW)
    give(sitting, 1, WRONG[0], NOW + SECOND)
    shown = assert_nothing_tells(sitting, 1, NOW + 2 * SECOND)
    assert [choice.id for choice in shown.choices if choice.crossed_out] == [WRONG[0]]
    assert (shown.attempts_made, shown.attempts_left, shown.hint_offered) == (1, 1, False)
    assert shown.hint is not None


def test_in_practice_a_wrong_choice_tells_its_own_reason_and_no_other(ada: Learner) -> None:
    sitting = begin(ada, content.practice())
    answering.open_problem(sitting, 1, NOW)
    give(sitting, 1, WRONG[0], NOW + SECOND)
    shown = sitting_shown(sitting, NOW + SECOND).problems[0]
    question = sitting.problems.get(position=1).revision.question
    told = {choice.id: choice.rationale for choice in shown.choices if choice.rationale is not None}
    assert told == {WRONG[0]: question.choice(WRONG[0]).rationale}
    assert shown.revealed is None


def test_the_end_of_a_problem_reveals_it_at_once_and_only_it(sitting: Sitting) -> None:
    answering.open_problem(sitting, 1, NOW)
    give(sitting, 1, RIGHT, NOW + SECOND)
    answering.open_problem(sitting, 2, NOW + SECOND)
    shown = sitting_shown(sitting, NOW + 2 * SECOND)
    revealed = shown.problems[0].revealed
    assert revealed is not None
    letters = {choice.id: choice.letter for choice in shown.problems[0].choices}
    assert (revealed.right, revealed.key_id, revealed.key_letter) == (True, RIGHT, letters[RIGHT])
    assert [rationale.is_key for rationale in revealed.rationales].count(True) == 1
    assert (shown.problems[0].points, shown.points, shown.all_right) == (100, 100, None)
    for secret in secrets(sitting.problems.get(position=2)):
        assert secret not in texts(shown)


@pytest.mark.parametrize("seconds_late", [0, 3])
def test_within_the_grace_a_problem_is_not_revealed(sitting: Sitting, seconds_late: int) -> None:
    answering.open_problem(sitting, 1, NOW)
    shown = assert_nothing_tells(sitting, 1, NOW + (120 + seconds_late) * SECOND)
    assert (shown.running, shown.remaining_ms) == (True, 0)


def test_a_timed_out_problem_is_shown_so_before_anything_was_written(sitting: Sitting) -> None:
    answering.open_problem(sitting, 1, NOW)
    shown = sitting_shown(sitting, NOW + 124 * SECOND).problems[0]
    assert (shown.ended_because, shown.ms, shown.points) == (Problem.Ended.TIMED_OUT, 120_000, 0)
    assert shown.revealed is not None
    assert sitting.problems.get(position=1).ended_at is None


def test_a_left_sitting_is_shown_over_before_a_sweep_and_the_same_after_it(sitting: Sitting) -> None:
    take(sitting, {1: RIGHT})
    answering.open_problem(sitting, 2, NOW + 60 * SECOND)
    before = sitting_shown(sitting, NOW + HOUR)
    assert (before.over, before.closed_because, before.over_at) == (True, "left", NOW + 180 * SECOND + HOUR / 2)
    closing.close_left(NOW + HOUR)
    assert sitting_shown(Sitting.objects.get(pk=sitting.pk), NOW + HOUR) == before


def test_terms_that_reveal_at_close_tell_nothing_before(ada: Learner, challenge: Mode) -> None:
    quiet = begin(ada, challenge, under=policy(reveal="at-close", attempts=1))
    now = take(quiet, {1: RIGHT, 2: WRONG[0], 3: RIGHT, 4: WRONG[1]})
    for position in (1, 2, 3, 4):
        shown = assert_nothing_tells(quiet, position, now)
        assert (shown.ended_because, shown.points) == (Problem.Ended.ANSWERED, None)
        assert not any(choice.crossed_out for choice in shown.choices)
    assert sitting_shown(quiet, now).points is None
    # Answered right or wrong, nothing but the chosen id may differ.
    right, wrong = (dataclasses.asdict(sitting_shown(quiet, now).problems[index]) for index in (0, 1))
    telling = {"position", "kind", "title", "level", "stem", "snippet", "choices", "revision_id", "seconds"}
    assert {name for name in right if right[name] != wrong[name]} <= telling
    take(quiet, {5: RIGHT}, start=now)
    over = sitting_shown(Sitting.objects.get(pk=quiet.pk), now + HOUR)
    assert (over.points, over.all_right) == (300, False)
    assert all(problem.revealed is not None for problem in over.problems)


def test_a_window_keeps_keys_and_totals_back_until_nobody_can_answer_any_more(ada: Learner, challenge: Mode) -> None:
    exam = policy(reveal="at-close", attempts=1, closes_at=NOW + HOUR)
    sitting = finish(ada, challenge, right=5, under=exam)
    assert sitting.told_at is None
    for moment in (NOW + HOUR / 2, NOW + HOUR + 3 * SECOND):
        for position in range(1, 6):
            assert_nothing_tells(sitting, position, moment)
        shown = sitting_shown(sitting, moment)
        assert (shown.over, shown.points, shown.all_right) == (True, None, None)
    shown = sitting_shown(sitting, NOW + HOUR + 4 * SECOND)
    assert (shown.points, shown.all_right) == (500, True)
    assert all(problem.revealed is not None for problem in shown.problems)


def test_terms_that_never_reveal_tell_the_total_alone(ada: Learner, challenge: Mode) -> None:
    sitting = finish(ada, challenge, right=3, under=policy(reveal="never", attempts=1))
    shown = sitting_shown(sitting, NOW + HOUR)
    assert (shown.points, shown.all_right) == (300, False)
    for position in range(1, 6):
        assert assert_nothing_tells(sitting, position, NOW + HOUR).points is None


def test_unopened_problems_of_a_left_sitting_stay_hidden_where_keys_are_never_told(
    ada: Learner, challenge: Mode
) -> None:
    sitting = begin(ada, challenge, under=policy(reveal="never", attempts=1))
    shown = sitting_shown(sitting, NOW + HOUR)
    assert shown.over
    assert all(problem.stem is None and problem.choices == () for problem in shown.problems)


def test_corrected_and_void_keys_are_shown_as_they_are_in_force(sitting: Sitting) -> None:
    correct_key(sitting.problems.get(position=1).revision, "six")
    correct_key(sitting.problems.get(position=2).revision, "")
    for position in (1, 2):
        answering.open_problem(sitting, position, NOW)
        answering.give_up(sitting, position, NOW)
    first, second = (problem.revealed for problem in sitting_shown(sitting, NOW).problems[:2])
    assert first is not None
    assert second is not None
    assert (first.key_id, first.void) == ("six", False)
    assert (second.key_id, second.key_letter, second.void) == (None, None, True)


def test_what_comes_next(sitting: Sitting) -> None:
    assert (sitting_shown(sitting, NOW).next_position, sitting_shown(sitting, NOW).running_position) == (1, None)
    answering.open_problem(sitting, 1, NOW)
    shown = sitting_shown(sitting, NOW)
    assert (shown.next_position, shown.running_position, shown.decided) == (2, 1, 0)
    give(sitting, 1, RIGHT, NOW)
    shown = sitting_shown(sitting, NOW)
    assert (shown.next_position, shown.running_position, shown.decided) == (2, None, 1)


@pytest.mark.parametrize("others", [0, 40])
def test_a_look_costs_few_queries_however_large_the_catalogue(
    sitting: Sitting, django_assert_num_queries: DjangoAssertNumQueries, others: int
) -> None:
    for _ in range(others):
        content.practice(problems=1)
    take(sitting, {1: RIGHT, 2: WRONG[0]})
    fresh = Sitting.objects.annotate(anything_sealed=anything_sealed(NOW)).get(pk=sitting.pk)
    with django_assert_num_queries(4):
        sitting_shown(fresh, NOW + HOUR)


def test_looking_writes_nothing(sitting: Sitting) -> None:
    answering.open_problem(sitting, 1, NOW)
    before = [list(model.objects.order_by("pk").values()) for model in (Sitting, Problem, Response)]
    sitting_shown(sitting, NOW + 24 * HOUR)
    sitting.refresh_from_db()
    assert before == [list(model.objects.order_by("pk").values()) for model in (Sitting, Problem, Response)]
