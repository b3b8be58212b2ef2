"""A thousand learners with badges, standings and schedules, regraded and held against a recomputation from nothing."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

import pytest

from quizapp.accounts.models import Learner, User
from quizapp.catalog.models import ItemRevision, Mode
from quizapp.operations.benchmarks.crowd import multiply
from quizapp.regrade import applying, correcting, job
from quizapp.regrade.models import Change, Regrade
from quizapp.sittings import answering
from quizapp.sittings.models import Sitting
from tests.factories import content, people
from tests.factories.content import RIGHT, WRONG
from tests.factories.people import NOW
from tests.factories.sittings import begin, give, take
from tests.regrade.recomputed import recompute, what_stands

NEW = WRONG[0]
LATER = NOW + timedelta(days=9)

FIRST_PROBLEM = ((), (RIGHT,), (NEW,), (NEW, RIGHT), (WRONG[1], NEW), (NEW, WRONG[1]), (WRONG[1], RIGHT))
SECOND_PROBLEM = (RIGHT, WRONG[1])
AGAIN = ((), (RIGHT,), (NEW, WRONG[1], RIGHT))
"""What they answered to the same question in practice a day later."""


def crowd(challenge: Mode, revision: ItemRevision, *, copies: int) -> int:
    """42 learners who played, and ``copies`` of each; how many they are."""
    practice = content.mode(challenge.pattern, "practice", [revision.item])
    originals = []
    for number, (first, second, again) in enumerate(itertools.product(FIRST_PROBLEM, SECOND_PROBLEM, AGAIN)):
        learner = people.member() if number % 3 else people.guest()
        _play(learner, challenge, first, second, NOW + timedelta(minutes=number))
        if again:
            _practise(learner, practice, again, NOW + timedelta(days=1, minutes=number))
        originals.append(learner)
    multiply(originals, copies)
    return Learner.objects.count()


def _play(learner: Learner, challenge: Mode, first: tuple[str, ...], second: str, now: datetime) -> None:
    sitting = begin(learner, challenge, now)
    _answer(sitting, first, now)
    take(sitting, {2: second}, start=now + timedelta(minutes=1))
    answering.give_up(sitting, 2, now + timedelta(minutes=2))


def _practise(learner: Learner, practice: Mode, answers: tuple[str, ...], now: datetime) -> None:
    _answer(begin(learner, practice, now), answers, now)


def _answer(sitting: Sitting, answers: tuple[str, ...], now: datetime) -> None:
    answering.open_problem(sitting, 1, now)
    for number, choice in enumerate(answers, 1):
        give(sitting, 1, choice, now + timedelta(seconds=7 * number))
    answering.give_up(sitting, 1, now + timedelta(seconds=30))


def correct(revision: ItemRevision, new_key: str, by: User, *, strict: bool = False) -> Regrade:
    return correcting.ask(revision, new_key, strict=strict, reason="Why.", by=by, now=LATER)


def assert_follows() -> None:
    before = what_stands()
    recompute()
    assert what_stands() == before


def test_all_that_follows_is_as_if_written_from_nothing(
    challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    assert crowd(challenge, revision, copies=23) == 1008
    regrade = correct(revision, NEW, reviewer)
    job.finish(regrade.pk, lambda: LATER)
    # All but those who answered nothing.
    assert Change.objects.values("learner").distinct().count() == 960
    assert_follows()


def test_so_it_is_after_several_corrections_strict_and_void(
    challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    crowd(challenge, revision, copies=1)
    for new_key, strict in ((NEW, True), ("", False), (WRONG[1], False), (RIGHT, True)):
        job.finish(correct(revision, new_key, reviewer, strict=strict).pk, lambda: LATER)
        assert_follows()


def test_killed_in_the_middle_and_started_again_it_ends_the_same(
    challenge: Mode, revision: ItemRevision, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(challenge, revision, copies=3)
    regrade = correct(revision, NEW, reviewer, strict=True)
    keep, steps = applying.keep, itertools.count()

    def killed(*args: Any) -> None:
        keep(*args)
        if next(steps) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(applying, "keep", killed)
    with pytest.raises(KeyboardInterrupt):
        job.finish(regrade.pk, lambda: LATER, most=40)
    recorded = Change.objects.count()
    assert recorded > 0
    monkeypatch.undo()
    job.finish(regrade.pk, lambda: LATER)
    resumed = what_stands()
    changes = Change.objects.count()
    assert changes > recorded

    # Once more from the beginning: everything is found done.
    Regrade.objects.update(state=Regrade.State.APPLYING, reached=0)
    job.finish(regrade.pk, lambda: LATER)
    assert (what_stands(), Change.objects.count()) == (resumed, changes)
    assert_follows()
