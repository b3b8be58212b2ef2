"""Ranks, the top and the neighbours, held against a plain sort of everybody."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from pytest_django import DjangoAssertNumQueries

from quizapp.accounts import learners
from quizapp.accounts.models import Group, Learner, User
from quizapp.catalog.models import Mode
from quizapp.leaderboards.boards import BoardPage, BoardRow, board_for, page, rank_of, would_be_rank
from quizapp.leaderboards.models import Board, Bucket, Standing
from quizapp.leaderboards.ranking import Result
from quizapp.sittings.models import Sitting
from tests.factories import people
from tests.factories.people import NOW
from tests.factories.sittings import begin, finish, policy

HOUR = timedelta(hours=1)


def board_of(mode: Mode, period: str = "all") -> Board:
    return board_for(mode, period, Group.everyone(), NOW)


def crowd(mode: Mode, size: int, seed: int) -> list[Standing]:
    """A board with many ties on every criterion, made without playing."""
    random = Random(seed)
    board = board_of(mode)
    board.save()
    users = User.objects.bulk_create(User(username=f"crowd{seed}-{n}", password="!") for n in range(size))
    made = Learner.objects.bulk_create(
        Learner(pseudonym=f"Crowd {seed} {n}", user=user, created_at=NOW) for n, user in enumerate(users)
    )
    one = begin(made[0], mode)
    sittings = [one]
    for learner in made[1:]:
        fields = {name: getattr(one, name) for name in ("mode_id", "group_id", "terms_snapshot", "timed", "seed")}
        sittings.append(
            Sitting(learner=learner, start_key=people.guest().public_id, started_at=NOW, due_at=NOW, **fields)
        )
    Sitting.objects.bulk_create(sittings[1:])
    standings = Standing.objects.bulk_create(
        Standing(
            board=board,
            learner=sitting.learner,
            sitting=sitting,
            points=random.choice((0, 50, 300, 500)),
            ms=random.randrange(3) * 1000,
            finished_at=NOW + timedelta(seconds=random.randrange(2)),
        )
        for sitting in sittings
    )
    for points in {standing.points for standing in standings}:
        count = sum(standing.points == points for standing in standings)
        Bucket.objects.create(board=board, points=points, standings=count)
    return standings


def in_order(standings: list[Standing]) -> list[Standing]:
    def order(standing: Standing) -> object:
        return Result(standing.points, standing.ms, standing.finished_at, standing.pk).order

    return sorted(standings, key=order)  # type: ignore[arg-type]


def names(rows: tuple[BoardRow, ...]) -> list[str]:
    return [row.name for row in rows]


@pytest.mark.parametrize(("size", "seed"), [(1, 1), (7, 2), (19, 3), (20, 4), (26, 5), (60, 6)])
def test_every_rank_is_the_place_in_a_sort_of_everybody(challenge: Mode, size: int, seed: int) -> None:
    expected = in_order(crowd(challenge, size, seed))
    board = board_of(challenge)
    everybody = [standing.learner.pseudonym for standing in expected]
    for place, standing in enumerate(expected, 1):
        seen = page(board, standing.learner, NOW)
        assert rank_of(standing.sitting) == place
        assert names(seen.top) == everybody[:20]
        assert seen.total == size
        assert seen.mine is not None
        assert (seen.mine.rank, seen.mine.name) == (place, standing.learner.pseudonym)
        if size >= 20 and place > 15:
            assert names(seen.around) == everybody[max(place - 6, 0) : place + 5]
            assert [row.rank for row in seen.around] == list(range(max(place - 5, 1), min(place + 5, size) + 1))
            assert [row.me for row in seen.around].count(True) == 1
        else:
            assert seen.around == ()


@pytest.mark.parametrize("size", [5, 25, 120])
def test_a_page_costs_the_same_however_many_stand_on_it(
    challenge: Mode, size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    last = in_order(crowd(challenge, size, size))[-1]
    board = board_of(challenge)
    with django_assert_max_num_queries(9):
        page(board, last.learner, NOW)


def test_a_board_nobody_stands_on_is_empty_and_not_written(
    ben: Learner, challenge: Mode, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    board = board_of(challenge)
    with django_assert_num_queries(0):
        assert page(board, ben, NOW) == BoardPage(period="all", total=0, top=(), around=(), mine=None)
    assert not Board.objects.exists()


def test_the_week_is_the_one_that_is_now(ben: Learner, challenge: Mode) -> None:
    finish(ben, challenge, right=5)
    assert names(page(board_of(challenge, "week"), None, NOW).top) == ["Ben"]
    next_week = board_for(challenge, "week", Group.everyone(), NOW + timedelta(days=7))
    assert page(next_week, None, NOW).top == ()
    assert names(page(board_for(challenge, "2026-W47", Group.everyone(), NOW), None, NOW).top) == ["Ben"]


def test_names_on_a_board_are_public_ones(ben: Learner, cleo: Learner, challenge: Mode) -> None:
    Learner.objects.filter(pk=ben.pk).update(chosen_name="Big Ben")
    Learner.objects.filter(pk=cleo.pk).update(chosen_name="Rude", name_refused_at=NOW)
    finish(ben, challenge, right=5)
    finish(cleo, challenge, right=4)
    assert names(page(board_of(challenge), None, NOW).top) == ["Big Ben", "Cleo"]


def test_a_guest_sees_the_rank_it_would_have_and_has_it_after_sign_up(
    ada: Learner, ben: Learner, cleo: Learner, challenge: Mode
) -> None:
    finish(ben, challenge, right=4, each=10)
    finish(cleo, challenge, right=4, each=5)
    sitting = finish(ada, challenge, right=4, each=7)
    assert rank_of(sitting) is None
    assert would_be_rank(sitting) == 2
    learners.signed_up(ada, people.user(), NOW + HOUR)
    assert rank_of(sitting) == 2


def test_the_same_result_in_every_respect_comes_behind_who_stood_there_first(
    ada: Learner, ben: Learner, challenge: Mode
) -> None:
    finish(ben, challenge, right=3)
    assert would_be_rank(finish(ada, challenge, right=3)) == 2


def test_on_an_empty_board_a_guest_would_be_first(ada: Learner, challenge: Mode) -> None:
    assert would_be_rank(finish(ada, challenge, right=0)) == 1


def test_what_would_not_stand_has_no_rank(ada: Learner, challenge: Mode) -> None:
    assert would_be_rank(begin(ada, challenge)) is None
    first = finish(ada, challenge, right=3)
    second = finish(ada, challenge, right=5, start=NOW + HOUR)
    assert would_be_rank(second) is None
    assert would_be_rank(first) == 1
    assert would_be_rank(finish(people.guest(), challenge, right=5, under=policy(counts=False))) is None
