"""Sittings of a selection, sittings under one clock for all, drawn ones, and ones taken without the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode
from quizapp.sittings import answering, closing, starting
from quizapp.sittings.answering import AnswerValue
from quizapp.sittings.errors import NotOffered
from quizapp.sittings.models import Problem, Selected, Selection, Sitting
from quizapp.sittings.policies import policy_for, policy_for_selection
from quizapp.sittings.showing import sitting_shown
from tests.factories import content, people
from tests.factories.content import RIGHT, WRONG
from tests.factories.people import NOW
from tests.factories.sittings import give

MINUTE = timedelta(minutes=1)


@pytest.fixture
def selection(db: None) -> Selection:
    """Five questions of three patterns, in five minutes."""
    made = Selection.objects.create(purpose="mixed", made_at=NOW, form_key=uuid4(), minutes=5)
    patterns = [content.pattern() for _ in range(3)]
    for position in range(1, 6):
        item = content.published_question(patterns[position % 3])
        Selected.objects.create(selection=made, item=item, position=position)
    return made


def begin(learner: Learner, selection: Selection, now: datetime = NOW, **fields: Any) -> Sitting:
    terms = policy_for_selection(learner, selection)
    fields = {"start_key": uuid4(), "seed": 1, "now": now, **fields}
    return starting.start_selection(learner, selection, terms, **fields)


def asked(sitting: Sitting) -> list[int]:
    return list(sitting.problems.values_list("revision__item", flat=True))


def test_everybody_gets_the_same_questions_in_the_same_order(ada: Learner, selection: Selection) -> None:
    first, second = begin(ada, selection), begin(people.guest(), selection)

    assert asked(first) == asked(second) == list(selection.selected.values_list("item", flat=True))


def test_a_repeated_start_and_another_device_go_on_with_the_open_one(ada: Learner, selection: Selection) -> None:
    key = uuid4()
    sitting = begin(ada, selection, start_key=key)

    assert begin(ada, selection, start_key=key) == sitting
    assert begin(ada, selection) == sitting


def test_a_question_that_was_retired_is_left_out(ada: Learner, selection: Selection) -> None:
    item = selection.items.order_by("selected__position")[2]
    item.retired_at = NOW
    item.save()

    assert len(asked(begin(ada, selection))) == 4


def test_a_selection_of_nothing_is_not_offered(ada: Learner, selection: Selection) -> None:
    selection.items.update(retired_at=NOW)

    with pytest.raises(NotOffered):
        begin(ada, selection)


def test_one_clock_runs_for_all_and_problems_may_be_left_for_later(ada: Learner, selection: Selection) -> None:
    sitting = begin(ada, selection)
    answering.open_problem(sitting, 1, NOW)
    answering.open_problem(sitting, 2, NOW + MINUTE)
    give(sitting, 2, RIGHT, NOW + 2 * MINUTE)

    shown = sitting_shown(sitting, NOW + 2 * MINUTE)

    assert shown.problems[0].remaining_ms == 3 * 60_000
    assert shown.problems[1].ms == 60_000


def test_when_the_clock_has_run_out_everything_ends_and_is_told(ada: Learner, selection: Selection) -> None:
    sitting = begin(ada, selection)
    answering.open_problem(sitting, 1, NOW)
    give(sitting, 1, RIGHT, NOW + MINUTE)
    assert sitting_shown(sitting, NOW + MINUTE).problems[0].revealed is None

    late = NOW + 6 * MINUTE
    shown = sitting_shown(sitting, late)
    assert (shown.over, shown.over_at) == (True, NOW + 5 * MINUTE)
    assert [problem.ended_because for problem in shown.problems] == ["answered", *["timed_out"] * 4]

    closing.close_left(late + MINUTE)
    sitting.refresh_from_db()
    assert (sitting.closed_because, sitting.points) == (Sitting.Closed.FINISHED, 100)
    assert give(sitting, 2, RIGHT, late).value is AnswerValue.REFUSED_LATE


def test_finishing_early_tells_at_once(ada: Learner, selection: Selection) -> None:
    sitting = begin(ada, selection)
    for position in range(1, 6):
        answering.open_problem(sitting, position, NOW)
        give(sitting, position, RIGHT if position > 2 else WRONG[0], NOW + MINUTE)

    shown = sitting_shown(Sitting.objects.get(pk=sitting.pk), NOW + MINUTE)

    assert [problem.revealed and problem.revealed.right for problem in shown.problems] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_extra_time_lengthens_the_one_clock(selection: Selection) -> None:
    sitting = begin(people.guest(extra_time=1.5), selection)

    assert sitting.ends_at == NOW + 7.5 * MINUTE


def test_a_challenge_taken_without_its_clock_has_its_attempts_and_no_deadline(ada: Learner, challenge: Mode) -> None:
    terms = policy_for(ada, challenge)
    sitting = starting.start(ada, challenge, terms, terms.group, uuid4(), 1, NOW, untimed=True)
    answering.open_problem(sitting, 1, NOW)

    assert not sitting.timed
    shown = sitting_shown(sitting, NOW + 20 * 60 * MINUTE)
    assert (shown.over, shown.problems[0].remaining_ms, shown.problems[0].attempts_left) == (False, None, 2)
    give(sitting, 1, WRONG[0], NOW)
    assert sitting_shown(sitting, NOW).problems[0].choices[0].rationale is None  # there is a badge to be won


def test_a_drawn_sitting_takes_others_the_next_time(ada: Learner) -> None:
    pattern = content.pattern()
    test = content.mode(pattern, "test", [content.published_question(pattern) for _ in range(20)])
    terms = policy_for(ada, test)

    def taken(hours: int) -> set[int]:
        now = NOW + timedelta(hours=hours)
        sitting = starting.start(ada, test, terms, terms.group, uuid4(), 1, now, draws=10)
        for position in range(1, 11):
            answering.open_problem(sitting, position, now)
            give(sitting, position, RIGHT, now)
        return set(asked(sitting))

    first, second = taken(0), taken(1)

    assert (len(first), len(second)) == (10, 10)
    assert not first & second
    assert Problem.objects.filter(sitting__learner=ada, points=100).count() == 20
