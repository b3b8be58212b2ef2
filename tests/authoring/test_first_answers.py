from __future__ import annotations

import pytest

from quizapp.authoring.first_answers import first_answers
from quizapp.catalog.keys import key_in_force
from quizapp.catalog.models import ItemRevision
from tests.factories import content, people
from tests.factories.content import RIGHT, WRONG
from tests.factories.people import NOW
from tests.factories.sittings import begin, give, take


@pytest.fixture
def revision(db: None) -> ItemRevision:
    mode = content.practice(problems=1)
    for first in (WRONG[0], WRONG[0], RIGHT):
        sitting = begin(people.guest(), mode)
        now = take(sitting, {1: first})
        if first != RIGHT:
            give(sitting, 1, RIGHT, now)
    return ItemRevision.objects.get()


def test_only_what_was_answered_first_is_counted(revision: ItemRevision) -> None:
    chart = first_answers(revision, key_in_force(revision))

    assert chart is not None
    assert [datum.value for datum in chart.data] == [2, 1, 0, 0]
    assert [datum.label.endswith("(key)") for datum in chart.data] == [False, True, False, False]


def test_an_unanswered_question_has_no_chart(db: None) -> None:
    content.published_question(content.pattern())
    revision = ItemRevision.objects.get()

    assert first_answers(revision, key_in_force(revision)) is None
    assert revision.created_at == NOW
