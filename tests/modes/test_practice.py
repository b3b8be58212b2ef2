from __future__ import annotations

from collections.abc import Callable

import pytest

from quizapp.catalog.models import Mode
from tests.factories import content
from tests.factories.content import RIGHT, WRONG
from tests.modes.conftest import Clock, Visitor

Reader = Callable[[str], str]


@pytest.fixture
def practice(db: None) -> Mode:
    return content.practice(content.pattern("adding-up"))


def test_practice_counts_its_questions_and_has_no_clock(ada: Visitor, practice: Mode, read: Reader) -> None:
    ada.start(practice)

    page = ada.problem(1)

    assert "1/5" in read(page)
    assert "data-countdown" not in page
    assert "points" not in read(page)


def test_levels_are_told_as_easy_medium_and_hard(ada: Visitor, read: Reader) -> None:
    practice = content.practice(content.pattern("hard-sums"), level="expert")
    ada.start(practice)

    assert "hard" in read(ada.problem(1))


def test_wrong_choices_are_crossed_out_until_the_right_one_is_found(ada: Visitor, practice: Mode, read: Reader) -> None:
    ada.start(practice)
    for choice in WRONG:
        ada.answers(1, choice)

    page = read(ada.problem(1))
    assert "That was not it. Try another." in page
    assert page.count("Tried, not right") == 3
    assert page.count("Rationale of") == 3  # each with its own reason, the right one's still kept
    assert "Rationale of four" not in page

    ada.answers(1, RIGHT)

    assert "Your answer, right" in read(ada.problem(1))


def test_solution_can_be_had_without_trying(ada: Visitor, practice: Mode, read: Reader) -> None:
    ada.start(practice)
    assert "Show the solution" in read(ada.problem(1))

    ada.does("give-up", 1)

    page = ada.problem(1)
    assert "Solution shown" in read(page)
    assert "Final answer" in read(page)
    assert "step-wrong" not in page


def test_practice_can_be_left_and_gone_on_with(ada: Visitor, practice: Mode, clock: Clock, read: Reader) -> None:
    sitting = ada.start(practice)
    ada.answers(1, RIGHT)
    clock.advance(6 * 3600)

    assert "Go on where you were" in read(ada.see("practice", "adding-up"))
    assert "Open problem 2" in read(ada.see("sitting", sitting.public_id))


def test_result_counts_what_was_right_and_mentions_no_board(ada: Visitor, practice: Mode, read: Reader) -> None:
    sitting = ada.start(practice)
    ada.solves_all()

    page = read(ada.see("sitting-result", sitting.public_id))

    assert "5/5" in page
    assert "rank" not in page
