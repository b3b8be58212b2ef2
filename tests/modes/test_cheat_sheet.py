"""The cheat sheet on one page, and its quick quiz."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from quizapp.catalog.models import Mode
from quizapp.progress.models import Schedule
from tests.factories import content
from tests.factories.content import RIGHT, WRONG
from tests.factories.people import NOW
from tests.factories.sittings import policy
from tests.modes.conftest import Visitor

Reader = Callable[[str], str]


def sheet_of(pattern_slug: str, *, size: int = 2) -> Mode:
    pattern = content.pattern(pattern_slug)
    items = [
        *(content.published_card(pattern) for _ in range(size)),
        *(content.published_question(pattern) for _ in range(size)),
        *(content.published_open_question(pattern) for _ in range(size)),
    ]
    return content.mode(pattern, "cheat-sheet", items)


@pytest.fixture
def sheet(db: None) -> Mode:
    return sheet_of("adding-up")


def test_everything_stands_on_one_page_but_for_the_quiz_answers(ada: Visitor, sheet: Mode, read: Reader) -> None:
    page = ada.see("cheat-sheet", "adding-up")

    said = read(page)
    assert "Adding up - Cheat sheet" in said
    assert said.count("Front") == said.count("Back") == 2
    assert "Explain sum" in said
    assert "2 questions without a clock" in said
    for kept_back in ("Rationale", "Final answer", "Nudge", RIGHT):
        assert kept_back not in page


def test_the_quiz_asks_the_questions_alone_and_explains_at_once(ada: Visitor, sheet: Mode, read: Reader) -> None:
    sitting = ada.start(sheet)

    assert sitting.problems.count() == 2
    ada.answers(1, WRONG[0])
    ada.answers(1, RIGHT)
    assert "Final answer" in read(ada.problem(1))
    assert "Go on where you were" in read(ada.see("cheat-sheet", "adding-up"))
    assert list(Schedule.objects.values_list("type", flat=True)) == ["question"]


def test_a_question_kept_back_elsewhere_is_left_out_of_the_quiz(ada: Visitor, sheet: Mode) -> None:
    sealed = content.mode(sheet.pattern, "challenge", list(sheet.items.filter(type="question")[:1]))
    policy(mode=sealed, reveal="at-close", attempts=1, closes_at=NOW + timedelta(hours=1))

    assert ada.start(sheet).problems.count() == 1


def test_a_sheet_without_questions_has_no_quiz(ada: Visitor, read: Reader) -> None:
    pattern = content.pattern("adding-up")
    content.mode(pattern, "cheat-sheet", [content.published_card(pattern)])

    assert "Quick quiz" not in read(ada.see("cheat-sheet", "adding-up"))


def test_a_pattern_without_a_sheet_offers_none(ada: Visitor, challenge: Mode) -> None:
    assert ada.client.get(reverse("cheat-sheet", args=["adding-up"])).status_code == 404
    assert "Cheat sheet" not in ada.see("pattern", "adding-up")


def test_it_takes_no_more_queries_as_it_grows(ada: Visitor, django_assert_num_queries: Any) -> None:
    sheet_of("small", size=1)
    sheet_of("large", size=10)
    with django_assert_num_queries(_queries(ada, "small")):
        ada.see("cheat-sheet", "large")


def _queries(ada: Visitor, slug: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        ada.see("cheat-sheet", slug)
    return len(captured)
