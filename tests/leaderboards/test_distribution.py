from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.accounts.models import Group
from quizapp.catalog.models import Mode
from quizapp.leaderboards.boards import board_for
from quizapp.leaderboards.distribution import FEWEST, distribution
from quizapp.leaderboards.models import Board
from tests.factories import people
from tests.factories.people import NOW
from tests.factories.sittings import finish


@pytest.fixture
def board(challenge: Mode) -> Board:
    for right in (5, 5, 3, 2, 0)[:FEWEST]:
        finish(people.member(), challenge, right=right)
    return board_for(challenge, "all", Group.everyone(), NOW + timedelta(hours=1))


def test_learners_are_counted_by_hundreds_and_ones_own_column_says_so(board: Board) -> None:
    chart = distribution(board, 300)

    assert chart is not None
    assert [datum.value for datum in chart.data] == [1, 0, 1, 1, 0, 2]
    assert [datum.label for datum in chart.data if datum.tone == "me"] == ["300 to 399, you among them"]


def test_few_results_are_nobody_elses_business(board: Board) -> None:
    board.buckets.filter(points=500).delete()

    assert distribution(board, None) is None


def test_a_board_without_anybody_has_no_chart(challenge: Mode) -> None:
    assert distribution(board_for(challenge, "all", Group.everyone(), NOW), None) is None
