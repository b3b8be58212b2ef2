"""Sittings that run while a key is corrected."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.accounts.models import Learner, User
from quizapp.catalog.models import ItemRevision, Mode
from quizapp.leaderboards.models import Standing
from quizapp.progress.models import Award
from quizapp.regrade import correcting, job
from quizapp.regrade.models import Change
from quizapp.regrade.planning import Ruling, next_slice
from quizapp.sittings import answering, closing
from quizapp.sittings.models import Problem
from tests.factories.content import RIGHT, WRONG
from tests.factories.people import NOW
from tests.factories.sittings import begin, give, policy, take
from tests.regrade.recomputed import recompute, what_stands

HOUR = timedelta(hours=1)
NEW = WRONG[0]


def correct(revision: ItemRevision, new_key: str, by: User, *, seconds: int, strict: bool = False) -> None:
    now = NOW + timedelta(seconds=seconds)
    regrade = correcting.ask(revision, new_key, strict=strict, reason="Why.", by=by, now=now)
    job.finish(regrade.pk, lambda: now)


def assert_follows() -> None:
    before = what_stands()
    recompute()
    assert what_stands() == before


def test_it_is_corrected_when_it_closes_and_not_before(
    ben: Learner, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    sitting = begin(ben, challenge)
    take(sitting, {1: NEW})
    give(sitting, 1, WRONG[1], NOW + timedelta(seconds=12))
    correct(revision, NEW, reviewer, seconds=15)
    assert sitting.problems.get(position=1).points == 0
    assert not Change.objects.exists()

    take(sitting, {2: RIGHT}, start=NOW + timedelta(seconds=20))

    sitting.refresh_from_db()
    assert (sitting.points, sitting.all_right, sitting.ms) == (200, True, 20_000)
    assert Change.objects.get().points_after == 100
    assert Award.objects.get().sitting == sitting
    assert set(Standing.objects.values_list("points", flat=True)) == {200}
    assert_follows()


def test_whoever_applies_it_waits_for_learners_whose_sittings_are_open(
    ben: Learner, cleo: Learner, challenge: Mode, revision: ItemRevision
) -> None:
    """One of them may be closing at this moment, in a transaction that has not seen the correction."""
    begin(ben, challenge)
    closing.stop(begin(cleo, challenge), NOW)
    found = next_slice(Ruling(revision=revision, key=NEW), 0)
    assert found is not None
    assert found.learners == {ben.pk}


def test_answers_after_the_correction_are_judged_by_the_new_key(
    ben: Learner, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    sitting = begin(ben, challenge)
    correct(revision, NEW, reviewer, seconds=5)
    take(sitting, {1: NEW, 2: RIGHT}, start=NOW + timedelta(seconds=20))
    assert sitting.problems.get(position=1).points == 100
    assert not Change.objects.exists()


def test_corrections_apply_in_their_order_when_it_closes(
    ben: Learner, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    sitting = begin(ben, challenge)
    take(sitting, {1: WRONG[1]})
    correct(revision, WRONG[1], reviewer, seconds=15)
    correct(revision, NEW, reviewer, seconds=16, strict=True)
    answering.give_up(sitting, 1, NOW + timedelta(seconds=18))
    take(sitting, {2: RIGHT}, start=NOW + timedelta(seconds=20))
    closing.stop(sitting, NOW + timedelta(seconds=40))
    assert sitting.problems.get(position=1).points == 0
    assert_follows()


def test_a_question_made_void_counts_as_full_in_sittings_begun_later_too(
    ben: Learner, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    correct(revision, "", reviewer, seconds=-60)
    sitting = begin(ben, challenge)
    answering.open_problem(sitting, 1, NOW)
    answering.give_up(sitting, 1, NOW + timedelta(seconds=3))
    take(sitting, {2: RIGHT}, start=NOW + timedelta(seconds=20))
    sitting.refresh_from_db()
    assert (sitting.points, sitting.all_right) == (200, True)
    assert_follows()


@pytest.mark.parametrize("new_key", [NEW, ""])
def test_results_kept_back_are_right_when_they_are_told(
    ben: Learner, challenge: Mode, revision: ItemRevision, reviewer: User, new_key: str
) -> None:
    exam = policy(reveal="at-close", attempts=1, closes_at=NOW + HOUR)
    sitting = begin(ben, challenge, under=exam)
    take(sitting, {1: NEW, 2: RIGHT})
    correct(revision, new_key, reviewer, seconds=60)
    sitting.refresh_from_db()
    assert (sitting.points, sitting.told_at, Award.objects.count()) == (200, None, 0)

    closing.close_left(NOW + 2 * HOUR)

    assert Award.objects.get().sitting == sitting
    assert Problem.objects.get(revision=revision).ended_because == Problem.Ended.ANSWERED
    assert_follows()
