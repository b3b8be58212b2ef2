"""One correction applied to everything that was answered: fairly, completely and once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from quizapp.accounts import learners
from quizapp.accounts.models import Learner, User
from quizapp.catalog.models import ItemRevision, Mode
from quizapp.leaderboards.models import Standing
from quizapp.progress.models import Answer, Award, ItemProgress, Schedule
from quizapp.regrade import correcting, job
from quizapp.regrade.models import Change, Regrade
from quizapp.sittings import answering, closing
from quizapp.sittings.models import Problem, Sitting
from tests.factories import content, people
from tests.factories.content import RIGHT, WRONG
from tests.factories.people import NOW
from tests.factories.sittings import begin, give, take
from tests.regrade.recomputed import recompute, what_stands

HOUR = timedelta(hours=1)
LATER = NOW + timedelta(days=2)
NEW = WRONG[0]
"""What the corrected key will be."""


def correct(revision: ItemRevision, new_key: str, by: User, *, strict: bool = False) -> Regrade:
    regrade = correcting.ask(revision, new_key, strict=strict, reason="Somebody wrote in.", by=by, now=LATER)
    job.finish(regrade.pk, lambda: LATER)
    regrade.refresh_from_db()
    return regrade


def first_problem(sitting: Sitting) -> Problem:
    return sitting.problems.get(position=1)


def assert_follows() -> None:
    """Everything is as if it had been written from what now stands of the answers."""
    before = what_stands()
    recompute()
    assert what_stands() == before


def taken(learner: Learner, mode: Mode, *first: str, start: timedelta = timedelta(), **kwargs: Any) -> Sitting:
    """A sitting with ``first`` as answers to problem 1, given up where they do not end it, and problem 2 right."""
    now = NOW + start
    sitting = begin(learner, mode, now, **kwargs)
    answering.open_problem(sitting, 1, now)
    for choice in first:
        now += timedelta(seconds=10)
        give(sitting, 1, choice, now)
    answering.give_up(sitting, 1, now + timedelta(seconds=5))
    take(sitting, {2: RIGHT}, start=now + timedelta(seconds=10))
    sitting.refresh_from_db()
    return sitting


def test_wrong_by_the_old_key_is_right_by_the_new(
    ben: Learner, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    sitting = taken(ben, challenge, NEW, WRONG[1])
    assert (sitting.points, sitting.ms, Award.objects.count(), Schedule.objects.count()) == (100, 30_000, 0, 1)

    regrade = correct(revision, NEW, reviewer)

    sitting.refresh_from_db()
    assert (sitting.points, sitting.ms, sitting.all_right) == (200, 20_000, True)
    assert (first_problem(sitting).points, first_problem(sitting).ended_because) == (100, Problem.Ended.SOLVED)
    assert set(Standing.objects.values_list("points", "ms")) == {(200, 20_000)}
    assert Award.objects.get().sitting == sitting
    assert not Schedule.objects.exists()
    assert ItemProgress.objects.get(item=revision.item).best_points == 100
    change = Change.objects.get()
    assert (change.kept, change.points_before, change.points_after) == (False, 0, 100)
    assert (change.total_before, change.total_after) == (100, 200)
    assert (change.board_before, change.board_after) == (100, 200)
    assert (change.badge, change.badge_name) == (Change.Badge.GIVEN, "Adder")
    assert change.due_before is not None
    assert change.due_after is None
    assert (regrade.state, regrade.finished_at) == (Regrade.State.DONE, LATER)
    assert_follows()


def test_right_by_the_old_key_is_kept_and_recorded(
    ben: Learner, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    sitting = taken(ben, challenge, RIGHT)
    before = what_stands()

    correct(revision, NEW, reviewer)

    assert what_stands() == before
    change = Change.objects.get()
    assert (change.kept, change.points_before, change.points_after, change.badge) == (True, 100, 100, "")
    assert Award.objects.get().sitting == sitting


def test_a_strict_regrade_takes_points_and_badge_and_says_so(
    ben: Learner, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    sitting = taken(ben, challenge, RIGHT)

    correct(revision, NEW, reviewer, strict=True)

    sitting.refresh_from_db()
    assert (sitting.points, sitting.all_right) == (100, False)
    assert not Award.objects.exists()
    change = Change.objects.get()
    assert (change.kept, change.badge, change.badge_name) == (False, Change.Badge.TAKEN, "Adder")
    assert Schedule.objects.get(item=revision.item).due_at == change.due_after
    assert_follows()


def test_a_badge_that_another_sitting_earned_too_stays(
    ben: Learner, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    taken(ben, challenge, RIGHT)
    second = taken(ben, challenge, NEW, RIGHT, start=HOUR)

    correct(revision, NEW, reviewer, strict=True)

    assert Award.objects.get().sitting == second
    assert set(Change.objects.values_list("badge", flat=True)) == {""}
    assert_follows()


def test_a_void_question_counts_as_full_for_everybody(
    ben: Learner, cleo: Learner, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    sittings = [taken(ben, challenge, RIGHT), taken(cleo, challenge, NEW, WRONG[1]), taken(people.guest(), challenge)]

    correct(revision, "", reviewer)

    for sitting in sittings:
        sitting.refresh_from_db()
        assert (sitting.points, sitting.ms, sitting.all_right) == (200, 10_000, True)
        assert first_problem(sitting).credited
    assert Award.objects.count() == 3
    assert not Schedule.objects.filter(item=revision.item).exists()
    assert_follows()


def test_answers_that_neither_key_calls_right_are_left_alone(
    ben: Learner, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    taken(ben, challenge, WRONG[1], WRONG[2])
    before = what_stands()
    correct(revision, NEW, reviewer)
    assert what_stands() == before
    assert not Change.objects.exists()


def test_a_key_corrected_twice_ends_with_the_last(
    ben: Learner, cleo: Learner, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    taken(ben, challenge, WRONG[1], NEW)
    taken(cleo, challenge, NEW, WRONG[1])
    correct(revision, NEW, reviewer)
    assert_follows()
    correct(revision, WRONG[1], reviewer)

    points = dict(Problem.objects.filter(revision=revision).values_list("sitting__learner__pseudonym", "points"))
    # By the first correction Ben had 50 and Cleo 100; by the second Ben has 100, and Cleo keeps hers.
    assert points == {"Ben": 100, "Cleo": 100}
    assert_follows()

    correct(revision, WRONG[2], reviewer, strict=True)
    assert set(Problem.objects.filter(revision=revision).values_list("points", flat=True)) == {0}
    assert_follows()


def test_what_came_later_in_the_schedule_moves_from_where_it_would_have_been(
    ben: Learner, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    practice = content.mode(challenge.pattern, "practice", [revision.item])
    taken(ben, challenge, NEW, RIGHT)
    for days, choice in ((1, RIGHT), (3, NEW), (9, RIGHT)):
        sitting = begin(ben, practice, NOW + timedelta(days=days))
        answering.open_problem(sitting, 1, NOW + timedelta(days=days))
        give(sitting, 1, choice, NOW + timedelta(days=days, seconds=5))
        if choice != RIGHT:
            give(sitting, 1, RIGHT, NOW + timedelta(days=days, seconds=9))
    assert Schedule.objects.get(item=revision.item).reviews == 4

    correct(revision, NEW, reviewer)

    assert_follows()
    assert not Schedule.objects.filter(item=revision.item).exists()

    correct(revision, WRONG[2], reviewer, strict=True)
    assert Schedule.objects.get(item=revision.item).reviews == 4
    assert_follows()


def test_an_answer_left_before_its_second_attempt_enters_the_history(
    ben: Learner, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    sitting = begin(ben, challenge)
    take(sitting, {1: NEW})
    closing.stop(sitting, NOW + timedelta(seconds=20))
    assert not Answer.objects.exists()

    correct(revision, NEW, reviewer)

    assert first_problem(sitting).ended_because == Problem.Ended.SOLVED
    assert Answer.objects.get().outcome == Answer.Outcome.RIGHT
    assert_follows()


@pytest.mark.parametrize("strict", [False, True])
def test_two_learners_that_are_one_are_counted_once(
    ben: Learner, challenge: Mode, revision: ItemRevision, reviewer: User, *, strict: bool
) -> None:
    ada = people.guest()
    taken(ada, challenge, NEW, WRONG[1])
    taken(ben, challenge, RIGHT, start=HOUR)
    learners.merge(ada, ben, NOW + 2 * HOUR)

    correct(revision, NEW, reviewer, strict=strict)

    assert {change.learner for change in Change.objects.all()} == {ben}
    assert Award.objects.count() == 1
    assert Standing.objects.filter(board__period="all").get().points == 200
    assert set(ItemProgress.objects.filter(item=revision.item).values_list("right", flat=True)) == {1 if strict else 2}


def test_a_merge_while_the_job_runs_loses_nobody(challenge: Mode, revision: ItemRevision, reviewer: User) -> None:
    crowd = [people.guest() for _ in range(4)]
    for number, guest in enumerate(crowd):
        taken(guest, challenge, NEW, WRONG[1], start=number * HOUR)
    regrade = correcting.ask(revision, NEW, strict=False, reason="Why.", by=reviewer, now=LATER)
    job.step(regrade.pk, LATER, most=2)
    learners.merge(crowd[3], crowd[0], LATER)
    job.finish(regrade.pk, lambda: LATER)

    assert set(Problem.objects.filter(revision=revision).values_list("points", flat=True)) == {100}
    assert Change.objects.count() == 4
    assert_follows()


def test_it_ends_while_sittings_go_on_being_started(challenge: Mode, revision: ItemRevision, reviewer: User) -> None:
    taken(people.guest(), challenge, NEW, WRONG[1])
    regrade = correcting.ask(revision, NEW, strict=False, reason="Why.", by=reviewer, now=LATER)
    steps = 0
    while job.step(regrade.pk, LATER, most=2):
        steps += 1
        begin(people.guest(), challenge, LATER)
        assert steps < 5

    regrade.refresh_from_db()
    assert regrade.state == Regrade.State.DONE
    assert set(Change.objects.values_list("points_after", flat=True)) == {100}


def withdraw_second(challenge: Mode) -> None:
    ItemRevision.objects.filter(item__placements__mode=challenge, item__placements__position=1).update(withdrawn_at=NOW)


def test_what_was_dropped_stands_in_nobodys_way_to_the_badge(
    ben: Learner, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    withdraw_second(challenge)
    sitting = begin(ben, challenge)
    take(sitting, {1: NEW})
    answering.give_up(sitting, 1, NOW + timedelta(seconds=20))
    sitting.refresh_from_db()
    assert (sitting.points, sitting.closed_at is not None) == (100, True)

    correct(revision, NEW, reviewer)

    sitting.refresh_from_db()
    assert (sitting.points, sitting.all_right) == (200, True)
    assert Award.objects.get().sitting == sitting
    assert_follows()


def test_what_was_dropped_keeps_its_points_in_a_strict_regrade_and_in_a_void_question(
    ben: Learner, challenge: Mode, reviewer: User
) -> None:
    withdraw_second(challenge)
    sitting = begin(ben, challenge)
    take(sitting, {1: RIGHT})
    second = sitting.problems.get(position=2).revision
    before = what_stands()

    correct(second, NEW, reviewer, strict=True)
    correct(second, "", reviewer)

    assert what_stands() == before
    assert not Change.objects.exists()


def test_who_begins_after_a_question_is_void_is_not_asked_it_and_told_nothing(
    ben: Learner, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    regrade = correcting.ask(revision, "", strict=False, reason="Nobody can say.", by=reviewer, now=NOW)
    sitting = begin(ben, challenge, NOW + HOUR)
    assert first_problem(sitting).ended_because == Problem.Ended.DROPPED
    take(sitting, {2: RIGHT}, start=NOW + HOUR)
    job.finish(regrade.pk, lambda: LATER)
    sitting.refresh_from_db()
    assert (sitting.points, sitting.all_right) == (200, True)
    assert not Change.objects.exists()
    assert Award.objects.get().sitting == sitting
