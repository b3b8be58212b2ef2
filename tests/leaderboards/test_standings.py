"""What stands on a board: of the first timed sitting a learner started, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Count

from quizapp.accounts import learners
from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode
from quizapp.leaderboards.models import Board, Bucket, Standing
from quizapp.leaderboards.standings import settle
from quizapp.sittings import closing
from tests.factories import content, people
from tests.factories.content import RIGHT
from tests.factories.crowds import at_once
from tests.factories.people import NOW
from tests.factories.sittings import begin, finish, give, policy, take

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def standing_of(learner: Learner, period: str = "all") -> list[tuple[int, int]]:
    rows = Standing.objects.filter(learner=learner, board__period=period, board__group__is_everyone=True)
    return list(rows.values_list("points", "ms"))


def assert_buckets_agree() -> None:
    counted = Standing.objects.values_list("board", "points").annotate(Count("pk"))
    kept = Bucket.objects.exclude(standings=0).values_list("board", "points", "standings")
    assert sorted(kept) == sorted(counted)


def test_a_finished_sitting_stands_at_once_for_all_time_and_its_week(ben: Learner, challenge: Mode) -> None:
    sitting = finish(ben, challenge, right=4, each=12)
    assert standing_of(ben) == standing_of(ben, "2026-W47") == [(400, 60_000)]
    assert {standing.finished_at for standing in sitting.standings.all()} == {sitting.closed_at}
    assert_buckets_agree()


def test_only_the_first_counts_however_much_better_the_next(ben: Learner, challenge: Mode) -> None:
    finish(ben, challenge, right=1)
    finish(ben, challenge, right=5, start=NOW + HOUR)
    assert standing_of(ben) == [(100, 50_000)]
    assert_buckets_agree()


def test_a_first_sitting_that_was_left_counts_when_it_is_over(ben: Learner, challenge: Mode) -> None:
    begin(ben, challenge)
    assert standing_of(ben) == []
    closing.close_left(NOW + HOUR)
    assert standing_of(ben) == [(0, 0)]


def test_an_untimed_sitting_does_not_stand(ben: Learner, challenge: Mode) -> None:
    finish(ben, challenge, right=5, under=policy(clock="none", counts=False))
    assert standing_of(ben) == []


def test_whoever_knew_the_problems_from_an_untimed_sitting_does_not_stand(ben: Learner, challenge: Mode) -> None:
    finish(ben, challenge, right=0, under=policy(clock="none", counts=False))
    finish(ben, challenge, right=5, start=NOW + HOUR)
    assert standing_of(ben) == []


def test_an_untimed_sitting_afterwards_takes_nothing_away(ben: Learner, challenge: Mode) -> None:
    finish(ben, challenge, right=2)
    finish(ben, challenge, right=5, start=NOW + HOUR, under=policy(clock="none", counts=False))
    assert standing_of(ben) == [(200, 50_000)]


def test_terms_that_do_not_count_put_nothing_on_a_board(ben: Learner, challenge: Mode) -> None:
    finish(ben, challenge, right=5, under=policy(counts=False))
    assert not Standing.objects.exists()


def test_keys_on_an_authors_word_are_left_out(ben: Learner) -> None:
    finish(ben, content.challenge(on_word=(1, 2)), right=3)
    assert standing_of(ben) == [(100, 30_000)]


def test_a_challenge_all_on_an_authors_word_has_no_board(ben: Learner) -> None:
    finish(ben, content.challenge(on_word=(1, 2, 3, 4, 5)), right=5)
    assert not Standing.objects.exists()


def test_practice_stands_nowhere(ben: Learner) -> None:
    finish(ben, content.practice(), right=5)
    assert not Standing.objects.exists()


def test_a_groups_sitting_stands_on_everybodys_board_and_the_groups(ben: Learner, challenge: Mode) -> None:
    group = people.group("class", ben)
    finish(ben, challenge, right=5, under=policy(group=group))
    boards = Standing.objects.values_list("board__group__slug", "board__period")
    assert sorted(boards) == [
        ("class", "2026-W47"),
        ("class", "all"),
        ("everyone", "2026-W47"),
        ("everyone", "all"),
    ]
    assert_buckets_agree()


def test_results_kept_back_stand_when_they_are_told(ben: Learner, challenge: Mode) -> None:
    finish(ben, challenge, right=5, under=policy(reveal="at-close", attempts=1, closes_at=NOW + HOUR))
    assert standing_of(ben) == []
    closing.close_left(NOW + 2 * HOUR)
    assert standing_of(ben) == [(500, 50_000)]


def test_a_guest_stands_nowhere_and_gets_the_place_at_sign_up(ada: Learner, challenge: Mode) -> None:
    finish(ada, challenge, right=3)
    finish(ada, challenge, right=5, start=NOW + HOUR)
    assert not Standing.objects.exists()
    learners.signed_up(ada, people.user(), NOW + DAY)
    assert standing_of(ada) == [(300, 50_000)]
    assert_buckets_agree()


@pytest.mark.parametrize("guest_was_first", [True, False])
def test_across_a_merge_the_first_started_counts(
    ada: Learner, ben: Learner, challenge: Mode, guest_was_first: bool
) -> None:
    finish(ada, challenge, right=1, start=NOW if guest_was_first else NOW + 8 * DAY)
    finish(ben, challenge, right=5, start=NOW + DAY)
    learners.merge(ada, ben, NOW + 9 * DAY)
    assert standing_of(ben) == ([(100, 50_000)] if guest_was_first else [(500, 50_000)])
    assert Standing.objects.count() == 2
    assert_buckets_agree()


def test_a_merge_moves_the_standing_to_the_week_of_the_first(ada: Learner, ben: Learner, challenge: Mode) -> None:
    finish(ada, challenge, right=2, start=NOW - 7 * DAY)
    finish(ben, challenge, right=5, start=NOW)
    learners.merge(ada, ben, NOW + DAY)
    assert (standing_of(ben, "2026-W46"), standing_of(ben, "2026-W47")) == ([(200, 50_000)], [])
    assert_buckets_agree()


def test_while_the_first_started_is_still_open_nothing_stands(ada: Learner, ben: Learner, challenge: Mode) -> None:
    hers = begin(ada, challenge, NOW)
    finish(ben, challenge, right=5, start=NOW + timedelta(minutes=1))
    assert standing_of(ben) == [(500, 50_000)]
    learners.merge(ada, ben, NOW + timedelta(minutes=5))
    assert standing_of(ben) == []
    take(hers, dict.fromkeys(range(1, 6), RIGHT), start=NOW + timedelta(minutes=6), each=1)
    assert standing_of(ben) == [(500, 5000)]
    assert_buckets_agree()


def test_settling_twice_changes_nothing(ben: Learner, challenge: Mode) -> None:
    finish(ben, challenge, right=3)
    before = list(Standing.objects.order_by("pk").values())
    settle(ben.pk, challenge.pk)
    assert list(Standing.objects.order_by("pk").values()) == before
    assert_buckets_agree()


def test_who_leaves_takes_their_standing_along(ben: Learner, cleo: Learner, challenge: Mode) -> None:
    finish(ben, challenge, right=5)
    finish(cleo, challenge, right=5)
    assert ben.user is not None
    ben.user.delete()
    assert [standing.learner for standing in Standing.objects.filter(board__period="all")] == [cleo]
    assert_buckets_agree()


def test_a_board_can_be_deleted_whole(ben: Learner, challenge: Mode) -> None:
    finish(ben, challenge, right=5)
    Board.objects.all().delete()
    assert not Bucket.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_thirty_who_finish_at_once_all_stand_once() -> None:
    mode = content.challenge(problems=2)
    sittings = [begin(people.member(), mode) for _ in range(30)]
    for sitting in sittings:
        take(sitting, {1: RIGHT}, each=1)
    for sitting in sittings:
        take(sitting, {2: "nothing of that name"}, start=NOW + timedelta(seconds=1), each=1)
    at_once(lambda n: give(sittings[n % 30], 2, RIGHT, NOW + timedelta(seconds=5)).value, 60)
    assert Standing.objects.filter(board__period="all").count() == 30
    assert Board.objects.count() == 2
    assert_buckets_agree()


@pytest.mark.django_db(transaction=True)
def test_merges_sign_ups_and_finishers_at_once_keep_buckets_right() -> None:
    mode = content.challenge(problems=2)
    people_in = []
    for number in range(8):
        guest, account = people.guest(), people.member()
        finish(guest, mode, right=number % 3, start=NOW - timedelta(minutes=1))
        finish(account, mode, right=(number + 1) % 3)
        people_in.append((guest, account))
    lone = [people.guest() for _ in range(8)]
    for guest in lone:
        finish(guest, mode, right=1)
    users = [people.user() for _ in range(8)]
    late = [begin(people.member(), mode) for _ in range(8)]

    def work(n: int) -> None:
        match n % 3:
            case 0:
                learners.merge(*people_in[n // 3], NOW + HOUR)
            case 1:
                learners.signed_up(lone[n // 3], users[n // 3], NOW + HOUR)
            case _:
                take(late[n // 3], {1: RIGHT, 2: RIGHT})

    at_once(work, 24)
    assert Standing.objects.filter(board__period="all").count() == 24
    assert_buckets_agree()
