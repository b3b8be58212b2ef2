"""The test: ten questions over the levels, unseen ones first, and a verdict at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from quizapp.catalog.models import Mode, Pattern
from quizapp.modes.offers import is_strong
from quizapp.progress.models import Schedule
from quizapp.sittings.models import Sitting
from tests.factories import content
from tests.factories.content import RIGHT, WRONG
from tests.modes.conftest import Clock, Visitor

Reader = Callable[[str], str]
KINDS = ("conceptual", "predict-output", "hyperparameter")


def test_of(pattern: Pattern) -> Mode:
    """Eight of each ease, over three kinds."""
    items = [
        content.published_question(pattern, level=level, kind=KINDS[number % 3])
        for level in ("beginner", "intermediate", "advanced")
        for number in range(8)
    ]
    return content.mode(pattern, "test", items)


test_of.__test__ = False  # type: ignore[attr-defined]  # it makes one


@pytest.fixture
def exam(db: None) -> Mode:
    pattern = content.pattern("adding-up")
    content.practice(pattern)
    content.mode(pattern, "cheat-sheet", [content.published_card(pattern)])
    return test_of(pattern)


def sits(ada: Visitor, exam: Mode, right: int) -> Sitting:
    sitting = ada.start(exam)
    for position in range(1, 11):
        ada.does("open", position)
        ada.answers(position, RIGHT if position <= right else WRONG[0])
    sitting.refresh_from_db()
    return sitting


def test_the_start_page_says_what_awaits(ada: Visitor, exam: Mode, read: Reader) -> None:
    page = read(ada.see("test", "adding-up"))

    assert "10 questions, easy to hard, out of 24" in page
    assert "There is no clock, and no hint" in page
    assert "Adding up, part" not in page  # which questions it will be is not told


def test_ten_are_drawn_over_the_levels(ada: Visitor, exam: Mode) -> None:
    sitting = ada.start(exam)

    levels = Counter(sitting.problems.values_list("revision__level", flat=True))
    assert levels == {"beginner": 3, "intermediate": 4, "advanced": 3}


def test_nothing_is_told_before_the_end(ada: Visitor, exam: Mode, read: Reader) -> None:
    ada.start(exam)
    ada.answers(1, WRONG[0])
    page = ada.problem(1)

    assert "Answer kept" in read(page)
    assert "What is right is told at the end" in read(page)
    for kept_back in ("Rationale", "Final answer", "step-wrong", "choice-key"):
        assert kept_back not in page


def test_the_verdict_says_how_strong_and_what_helps(ada: Visitor, exam: Mode, read: Reader) -> None:
    sitting = sits(ada, exam, right=6)

    page = read(ada.see("sitting-result", sitting.public_id))

    assert "6 of 10 right." in page
    assert "This pattern is not strong yet." in page
    assert "Easy 3/3 Medium 3/4 Hard 0/3" in page
    assert "What would help with what you missed" in page
    assert "Practice" in page
    assert "Final answer" in page
    assert Schedule.objects.count() == 4  # what was missed comes back


def test_a_strong_pattern_is_no_longer_recommended_to_be_tested(ada: Visitor, exam: Mode, read: Reader) -> None:
    assert "recommended" in read(ada.see("pattern", "adding-up"))

    sitting = sits(ada, exam, right=10)

    assert "This pattern is strong. Easy 3/3 Medium 4/4 Hard 3/3 You missed nothing." in read(
        ada.see("sitting-result", sitting.public_id)
    )
    page = read(ada.see("pattern", "adding-up"))
    assert "recommended" not in page
    assert "Your last test says that this pattern is strong" in page


@pytest.mark.parametrize(
    ("points", "asked", "strong"), [(800, 10, True), (790, 10, False), (0, 0, False), (300, 3, True)]
)
def test_four_of_five_right_are_strong(points: int, asked: int, strong: bool) -> None:
    assert is_strong(points, asked=asked) is strong


def test_the_next_test_asks_what_was_not_seen_yet(ada: Visitor, exam: Mode, clock: Clock) -> None:
    first = set(sits(ada, exam, right=10).problems.values_list("revision", flat=True))
    clock.advance(60)

    second = set(ada.start(exam).problems.values_list("revision", flat=True))

    assert not first & second


def test_while_a_test_is_open_its_questions_stand_in_no_practice(ada: Visitor, exam: Mode) -> None:
    drawn = set(ada.start(exam).problems.values_list("revision__item", flat=True))
    practice = content.mode(content.pattern("same-sums"), "practice", list(exam.items.all()))

    practiced = set(ada.start(practice).problems.values_list("revision__item", flat=True))

    assert len(practiced) == 14
    assert not drawn & practiced


def test_it_can_be_left_and_gone_on_with(ada: Visitor, exam: Mode, clock: Clock, read: Reader) -> None:
    sitting = ada.start(exam)
    ada.answers(1, RIGHT)
    clock.advance(timedelta(hours=20).total_seconds())

    assert "Go on where you were" in read(ada.see("test", "adding-up"))
    response = ada.client.post(reverse("test-start", args=["adding-up"]), {"start_key": uuid4()})
    assert str(sitting.public_id) in response["Location"]


def test_a_question_left_unanswered_is_not_called_a_solution_shown(ada: Visitor, exam: Mode, read: Reader) -> None:
    sitting = ada.start(exam)
    assert "Leave it unanswered" in read(ada.problem(1))
    ada.does("give-up", 1)
    ada.client.post(reverse("sitting-stop", args=[sitting.public_id]))

    page = read(ada.see("sitting-result", sitting.public_id))
    assert "Solution shown" not in page
    assert "0 of 10 right." in page
