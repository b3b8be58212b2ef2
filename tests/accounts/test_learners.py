"""Learners come to belong to users once, whatever arrives at the same time."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from quizapp.accounts import guest_cookie, learners
from quizapp.accounts.errors import CannotMerge
from quizapp.accounts.models import Learner, User
from quizapp.accounts.signals import learner_merged, learner_signed_up
from tests.accounts.site import begun, sign_in, sign_up
from tests.factories.people import NOW, guest, member, user


def all_at_once(*doings: Callable[[], object]) -> list[object]:
    """What each gives, or the exception it raises; all begin together, each with its own connection."""
    gate = threading.Barrier(len(doings))
    given: list[object] = []

    def do(doing: Callable[[], object]) -> None:
        gate.wait()
        try:
            given.append(doing())
        except Exception as raised:  # noqa: BLE001  (handed to the test, which looks at it)
            given.append(raised)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[doing]) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


@pytest.fixture
def merges() -> Iterator[list[Any]]:
    said: list[Any] = []

    def hear(absorbed: Learner, into: Learner, **_: Any) -> None:
        said.append((absorbed, into))

    learner_merged.connect(hear)
    yield said
    learner_merged.disconnect(hear)


@pytest.mark.django_db
class TestMerging:
    """Who can become part of whom."""

    def test_absorbed_guest_points_to_who_it_became(self, merges: list[Any]) -> None:
        absorbed, into = guest(), member()
        learners.merge(absorbed, into, NOW)
        absorbed.refresh_from_db()
        assert absorbed.merged_into == into
        assert merges == [(absorbed, into)]

    def test_those_absorbed_before_point_on(self) -> None:
        first, second, last = guest(), guest(), member()
        learners.merge(first, second, NOW)
        learners.merge(second, last, NOW)
        first.refresh_from_db()
        assert first.merged_into == last

    def test_who_has_an_account_is_not_absorbed(self, merges: list[Any]) -> None:
        with pytest.raises(CannotMerge):
            learners.merge(member(), member(), NOW)
        assert merges == []

    def test_nobody_is_absorbed_twice_or_by_themselves(self) -> None:
        absorbed = guest()
        with pytest.raises(CannotMerge):
            learners.merge(absorbed, absorbed, NOW)
        learners.merge(absorbed, member(), NOW)
        with pytest.raises(CannotMerge):
            learners.merge(absorbed, member(), NOW)

    def test_nobody_becomes_part_of_who_is_gone(self) -> None:
        gone = guest()
        learners.merge(gone, member(), NOW)
        with pytest.raises(CannotMerge):
            learners.merge(guest(), gone, NOW)

    def test_failing_receiver_undoes_the_merge(self) -> None:
        absorbed, into = guest(), member()

        def fail(**_: Any) -> None:
            raise RuntimeError("rows could not be moved")

        learner_merged.connect(fail)
        try:
            with pytest.raises(RuntimeError):
                learners.merge(absorbed, into, NOW)
        finally:
            learner_merged.disconnect(fail)
        absorbed.refresh_from_db()
        assert absorbed.merged_into is None


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Two tabs, two clicks, two devices."""

    def test_one_guest_is_merged_once(self, merges: list[Any]) -> None:
        someone = user()
        mine = guest(user=someone)
        absorbed = guest()
        given = all_at_once(*[lambda: learners.signed_in(absorbed, someone, NOW)] * 4)
        assert given == [mine] * 4
        assert merges == [(absorbed, mine)]

    def test_two_guests_of_one_user_end_as_one_learner(self) -> None:
        someone = user()
        guests = [guest() for _ in range(4)]
        given = all_at_once(*[lambda g=g: learners.signed_in(g, someone, NOW) for g in guests])
        mine = Learner.objects.get(user=someone)
        assert mine in guests
        assert given == [mine] * 4
        assert {late.merged_into for late in Learner.objects.exclude(pk=mine.pk)} == {mine}

    def test_one_guest_is_signed_up_by_one_user_only(self) -> None:
        someone, other = user(), user()
        wanted = guest()
        given = all_at_once(
            lambda: learners.signed_up(wanted, someone, NOW), lambda: learners.signed_up(wanted, other, NOW)
        )
        assert {learner.user for learner in given if isinstance(learner, Learner)} == {someone, other}
        assert sum(learner == wanted for learner in given) == 1

    def test_user_without_learner_gets_one(self) -> None:
        someone = user()
        heard: list[Learner] = []

        def hear(learner: Learner, **_: Any) -> None:
            heard.append(learner)

        learner_signed_up.connect(hear)
        try:
            given = all_at_once(*[lambda: learners.learner_of(someone, NOW)] * 4)
        finally:
            learner_signed_up.disconnect(hear)
        assert given == [Learner.objects.get(user=someone)] * 4
        assert len(heard) == 1

    def test_form_sent_twice_makes_one_guest(self) -> None:
        public_id = uuid.uuid4()
        given = all_at_once(*[lambda: learners._guest(public_id, NOW)] * 4)
        assert given == [Learner.objects.get()] * 4

    @pytest.mark.urls("tests.accounts.site")
    def test_sign_up_sent_twice_makes_one_account_with_the_guest(self) -> None:
        first = Client()
        wanted = begun(first)
        clients = [Client() for _ in range(3)]
        for client in clients:
            client.cookies[guest_cookie.NAME] = first.cookies[guest_cookie.NAME].value
        statuses = all_at_once(*[lambda c=c: sign_up(c, "ada") for c in clients])
        assert statuses.count(302) >= 1
        assert set(statuses) <= {200, 302}
        assert User.objects.count() == 1
        wanted.refresh_from_db()
        assert wanted.user == User.objects.get()
        assert Learner.objects.count() == 1
        assert all(sign_in(Client(), "ada") == 302 for _ in range(2))


@pytest.mark.django_db
def test_new_learner_keeps_the_moment_it_is_given() -> None:
    made = learners.make_learner(NOW, Random(1))
    made.refresh_from_db()
    assert made.created_at == NOW
    assert made.is_guest
