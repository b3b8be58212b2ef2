"""A question whose key no longer holds: who is still asked, and who gets its points."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from quizapp.accounts.models import Learner, Membership, User
from quizapp.catalog.models import ItemRevision, Mode
from quizapp.leaderboards.models import Bucket, Standing
from quizapp.progress.models import Award
from quizapp.sittings import withdrawn
from quizapp.sittings.answering import open_problem
from quizapp.sittings.errors import NotOffered, NotTheirDecision
from quizapp.sittings.models import Policy, Problem, Sitting, WindowDecision
from quizapp.sittings.showing import sitting_shown
from tests.factories import content, people
from tests.factories.content import RIGHT
from tests.factories.people import NOW
from tests.factories.sittings import begin, finish, give, policy, take

HOUR = timedelta(hours=1)


def withdraw(mode: Mode, position: int = 2, at: datetime = NOW) -> ItemRevision:
    placement = mode.placements.order_by("position")[position - 1]
    revision = placement.item.published
    assert revision is not None
    revision.withdrawn_at = at
    revision.save(update_fields=["withdrawn_at"])
    return revision


def window(mode: Mode, reveal: str = "at-once", **fields: Any) -> Policy:
    """An exam that is open from an hour before noon until an hour after."""
    attempts = 2 if reveal == "at-once" else 1
    times: dict[str, Any] = {"opens_at": NOW - HOUR, "closes_at": NOW + HOUR}
    return policy(mode=mode, reveal=reveal, attempts=attempts, **times | fields)


@pytest.fixture
def cleo(db: None) -> Learner:
    return people.member("Cleo")


@pytest.fixture
def reviewer(db: None) -> User:
    return User.objects.create_superuser("rosa")


def test_in_a_challenge_that_has_not_begun_it_is_not_asked_and_counts_as_full(ada: Learner, challenge: Mode) -> None:
    withdraw(challenge)
    sitting = begin(ada, challenge)
    dropped = sitting.problems.get(position=2)
    assert (dropped.ended_because, dropped.points, dropped.ms) == (Problem.Ended.DROPPED, 100, 0)
    take(sitting, dict.fromkeys((1, 3, 4, 5), RIGHT))
    sitting.refresh_from_db()
    assert (sitting.closed_because, sitting.points, sitting.all_right) == (Sitting.Closed.FINISHED, 500, True)


def test_what_is_not_asked_tells_neither_question_nor_key(ada: Learner, challenge: Mode) -> None:
    withdraw(challenge)
    sitting = begin(ada, challenge)
    shown = sitting_shown(sitting, NOW).problems[1]
    assert (shown.ended_because, shown.points, shown.revealed, shown.stem) == ("dropped", 100, None, None)
    opened = open_problem(sitting, 2, NOW)
    assert opened.opened_at is None


def test_a_challenge_that_lost_everything_is_not_offered(ada: Learner) -> None:
    challenge = content.challenge(problems=2)
    for position in (1, 2):
        withdraw(challenge, position)
    assert not Mode.objects.offered().filter(pk=challenge.pk).exists()
    with pytest.raises(NotOffered):
        begin(ada, challenge)


def test_a_mode_says_how_many_it_asks(challenge: Mode) -> None:
    withdraw(challenge)
    assert Mode.objects.offered().with_item_count().get(pk=challenge.pk).item_count == 4


def test_where_nothing_counts_it_is_left_out(ada: Learner) -> None:
    practice = content.practice()
    withdraw(practice)
    assert begin(ada, practice).problems.count() == 4


def test_a_sitting_that_has_begun_keeps_it(ada: Learner, challenge: Mode) -> None:
    sitting = begin(ada, challenge)
    withdraw(challenge)
    take(sitting, {1: RIGHT, 2: RIGHT}, start=NOW)
    assert sitting.problems.get(position=2).ended_because == Problem.Ended.SOLVED


def test_in_an_open_window_it_is_asked_until_somebody_decides(
    ada: Learner, ben: Learner, challenge: Mode, reviewer: User
) -> None:
    terms = window(challenge)
    revision = withdraw(challenge)
    assert withdrawn.windows_to_decide(revision) == [terms]
    assert begin(ada, challenge, under=terms).problems.get(position=2).ended_because == Problem.Ended.NOT
    withdrawn.decide(terms, revision, reviewer, "numpy moved", NOW, drops=True)
    assert withdrawn.windows_to_decide(revision) == []
    assert begin(ben, challenge, under=terms).problems.get(position=2).ended_because == Problem.Ended.DROPPED


def test_what_stays_by_decision_is_asked_to_the_end_of_the_window(
    ada: Learner, challenge: Mode, reviewer: User
) -> None:
    terms = window(challenge)
    revision = withdraw(challenge)
    withdrawn.decide(terms, revision, reviewer, "the class has the old version", NOW, drops=False)
    assert begin(ada, challenge, under=terms).problems.get(position=2).ended_because == Problem.Ended.NOT
    assert withdrawn.drop_decided(NOW) == 0


def test_a_window_that_opens_later_does_not_ask_it(ada: Learner, challenge: Mode) -> None:
    later = window(challenge, opens_at=NOW + timedelta(minutes=10))
    revision = withdraw(challenge)
    assert withdrawn.windows_to_decide(revision) == []
    sitting = begin(ada, challenge, NOW + timedelta(minutes=20), under=later)
    assert sitting.problems.get(position=2).ended_because == Problem.Ended.DROPPED


def test_a_dropped_problem_counts_as_full_for_everyone_whenever_they_began(
    ben: Learner, cleo: Learner, challenge: Mode, reviewer: User
) -> None:
    terms = window(challenge)
    done = finish(ben, challenge, right=1, under=terms)
    under_way = begin(cleo, challenge, under=terms)
    open_problem(under_way, 1, NOW)
    open_problem_2_of(under_way)
    revision = withdraw(challenge)
    withdrawn.decide(terms, revision, reviewer, "numpy moved", NOW, drops=True)
    assert withdrawn.drop_decided(NOW) == 2
    done.refresh_from_db()
    assert (done.points, done.problems.get(position=2).points) == (200, 100)
    assert under_way.problems.get(position=2).ended_because == Problem.Ended.DROPPED
    assert set(Standing.objects.filter(learner=ben).values_list("points", flat=True)) == {200}
    take(under_way, dict.fromkeys((3, 4, 5), RIGHT), start=NOW + timedelta(minutes=1))
    under_way.refresh_from_db()
    assert (under_way.points, under_way.all_right) == (500, True)


def open_problem_2_of(sitting: Sitting) -> None:
    give(sitting, 1, RIGHT, NOW + timedelta(seconds=1))
    open_problem(sitting, 2, NOW + timedelta(seconds=2))


def test_dropping_is_done_once_and_goes_on_where_it_stopped(
    ben: Learner, cleo: Learner, challenge: Mode, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = window(challenge)
    for learner in (ben, cleo):
        finish(learner, challenge, right=0, under=terms)
    withdrawn.decide(terms, withdraw(challenge), reviewer, "numpy moved", NOW, drops=True)
    monkeypatch.setattr(withdrawn, "MOST_AT_ONCE", 1)
    assert withdrawn.drop_decided(NOW) == 1
    assert withdrawn.drop_decided(NOW) == 1
    assert withdrawn.drop_decided(NOW) == 0
    assert set(Sitting.objects.values_list("points", flat=True)) == {100}
    counted = Bucket.objects.filter(standings__gt=0).values_list("points", "standings")
    assert set(counted) == {(100, 2)}


def test_who_has_all_right_by_it_gets_the_badge(ben: Learner, challenge: Mode, reviewer: User) -> None:
    terms = window(challenge)
    finish(ben, challenge, right=4, under=terms)
    assert not Award.objects.exists()
    withdrawn.decide(terms, withdraw(challenge, 5), reviewer, "numpy moved", NOW, drops=True)
    withdrawn.drop_decided(NOW)
    assert Award.objects.get().learner == ben


def test_where_results_are_kept_back_nothing_is_told_by_dropping(ben: Learner, challenge: Mode, reviewer: User) -> None:
    terms = window(challenge, reveal="at-close")
    finish_silently(ben, challenge, terms)
    withdrawn.decide(terms, withdraw(challenge), reviewer, "numpy moved", NOW, drops=True)
    withdrawn.drop_decided(NOW)
    assert not Standing.objects.exists()
    assert Sitting.objects.get().told_at is None


def finish_silently(learner: Learner, mode: Mode, terms: Policy) -> None:
    take(begin(learner, mode, under=terms), dict.fromkeys(range(1, 6), RIGHT))


def test_a_teacher_decides_for_the_own_group_and_for_no_other(challenge: Mode) -> None:
    tess, other = people.member("Tess"), people.member("Otto")
    group = people.group("class", tess, other)
    Membership.objects.filter(learner=tess).update(role=Membership.Role.TEACHER)
    terms = window(challenge, group=group)
    revision = withdraw(challenge)
    assert other.user is not None
    with pytest.raises(NotTheirDecision):
        withdrawn.decide(terms, revision, other.user, "I would like full points", NOW, drops=True)
    assert tess.user is not None
    withdrawn.decide(terms, revision, tess.user, "dropped for all", NOW, drops=True)
    with pytest.raises(NotTheirDecision):
        withdrawn.decide(window(challenge), revision, tess.user, "not mine", NOW, drops=True)


def test_the_first_decision_stands(challenge: Mode, reviewer: User) -> None:
    terms = window(challenge)
    revision = withdraw(challenge)
    withdrawn.decide(terms, revision, reviewer, "first", NOW, drops=True)
    again = withdrawn.decide(terms, revision, reviewer, "second", NOW + HOUR, drops=False)
    assert (again.drops, again.reason) == (True, "first")
    assert WindowDecision.objects.count() == 1


def test_what_is_void_is_not_asked_even_in_an_open_window_and_nobody_has_to_decide(
    ada: Learner, challenge: Mode
) -> None:
    exam = window(challenge)
    revision = withdraw(challenge)
    content.correct_key(revision, "")
    assert withdrawn.windows_to_decide(revision) == []
    sitting = begin(ada, challenge, under=exam)
    dropped = sitting.problems.get(position=2)
    assert (dropped.ended_because, dropped.points) == (Problem.Ended.DROPPED, 100)
