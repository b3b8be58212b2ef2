from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.accounts.models import Learner
from quizapp.progress.activity import DAYS, activity
from tests.factories import content, people
from tests.factories.people import NOW
from tests.factories.sittings import finish


@pytest.fixture
def learner(db: None) -> Learner:
    learner = people.guest()
    pattern = content.pattern()
    finish(learner, content.challenge(pattern), right=5, start=NOW - timedelta(days=2))
    finish(learner, content.practice(content.pattern(), problems=2), right=2, start=NOW - timedelta(hours=1))
    finish(learner, content.practice(content.pattern(), problems=2), right=2, start=NOW - timedelta(days=DAYS + 1))
    return learner


def test_answers_are_counted_by_day_up_to_today(learner: Learner) -> None:
    chart = activity(learner, NOW)

    assert chart is not None
    assert len(chart.data) == DAYS
    assert [datum.value for datum in chart.data[-3:]] == [5, 0, 2]
    assert chart.total == 7
    assert chart.data[-1].label == "18 November 2026"


def test_who_did_nothing_lately_has_no_chart(learner: Learner) -> None:
    assert activity(None, NOW) is None
    assert activity(learner, NOW + timedelta(days=2 * DAYS)) is None
