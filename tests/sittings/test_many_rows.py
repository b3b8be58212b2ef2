"""Many rows written in one round trip hold what was written, of every type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode
from quizapp.progress.models import Answer, Schedule
from quizapp.sittings.many_rows import insert_rows, update_rows
from quizapp.sittings.models import Problem
from tests.factories import content, people
from tests.factories.people import NOW
from tests.factories.sittings import finish

pytestmark = pytest.mark.django_db


def test_each_row_gets_its_own_values() -> None:
    finish(people.guest(), content.challenge(problems=3), right=3)
    first, second, _ = Problem.objects.order_by("pk")
    update_rows(
        Problem,
        ("points", "credited", "ended_because", "hint_at"),
        [(first.pk, 7, True, "left", NOW), (second.pk, 0, False, "", None)],
    )
    names = ("points", "credited", "ended_because", "hint_at")
    rows = list(Problem.objects.order_by("pk").values_list(*names))
    assert rows == [(7, True, "left", NOW), (0, False, "", None), (100, False, "solved", None)]


@pytest.mark.parametrize("said", [{"choices": ["a", "ü"]}, {}])
def test_what_is_kept_as_json_comes_back(said: dict[str, object]) -> None:
    finish(people.guest(), content.challenge(problems=1), right=1)
    entry = Answer.objects.get()
    update_rows(Answer, ("said", "schedule_before"), [(entry.pk, said, None)])
    entry.refresh_from_db()
    assert (entry.said, entry.schedule_before) == (said, None)


def test_rows_are_added() -> None:
    learner, mode = people.guest(), content.challenge(problems=1)
    names = (
        "learner_id",
        "item_id",
        "type",
        "state",
        "step",
        "stability",
        "difficulty",
        "due_at",
        "reviewed_at",
        "reviews",
    )
    insert_rows(Schedule, names, [(learner.pk, mode.items.get().pk, "question", 2, None, 1.5, 2.25, NOW, NOW, 3)])
    schedule = Schedule.objects.get()
    assert (schedule.learner, schedule.stability, schedule.due_at) == (learner, 1.5, NOW)


def test_nothing_to_write_asks_nothing(django_assert_num_queries: Callable[[int], Any]) -> None:
    with django_assert_num_queries(0):
        update_rows(Learner, ("pseudonym",), [])
        insert_rows(Mode, ("slug",), [])
