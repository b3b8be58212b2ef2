"""Signing up and signing in, over HTTP, with and without something done as a guest before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.dispatch import Signal
from django.test import Client

from quizapp.accounts import guest_cookie
from quizapp.accounts.models import Group, Learner, Membership, User
from quizapp.accounts.signals import learner_merged, learner_signed_up
from tests.accounts.site import begun, learner_seen_by, sign_in, sign_out, sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.site")]


class News:
    """Keeps what a signal said, and whether it was said inside a transaction."""

    def __init__(self, signal: Signal) -> None:
        self.signal = signal
        self.said: list[dict[str, Any]] = []

    def __call__(self, sender: Any, signal: Signal, **said: Any) -> None:
        assert connection.in_atomic_block
        self.said.append(said)

    def __enter__(self) -> News:
        self.signal.connect(self)
        return self

    def __exit__(self, *_: object) -> None:
        self.signal.disconnect(self)


@pytest.fixture
def merges() -> Iterator[News]:
    with News(learner_merged) as news:
        yield news


@pytest.fixture
def sign_ups() -> Iterator[News]:
    with News(learner_signed_up) as news:
        yield news


def test_sign_up_keeps_the_guest(client: Client, sign_ups: News, merges: News) -> None:
    guest = begun(client)
    assert sign_up(client, "ada") == 302
    assert learner_seen_by(client) == guest
    guest.refresh_from_db()
    assert guest.user == User.objects.get(username="ada")
    assert [news["learner"] for news in sign_ups.said] == [guest]
    assert merges.said == []
    assert client.cookies[guest_cookie.NAME].value == ""


def test_sign_up_of_a_visitor_makes_a_learner(client: Client, sign_ups: News) -> None:
    assert sign_up(client, "ada") == 302
    learner = learner_seen_by(client)
    assert learner is not None
    assert learner.user == User.objects.get(username="ada")
    assert [news["learner"] for news in sign_ups.said] == [learner]
    assert isinstance(sign_ups.said[0]["now"], datetime)


def test_sign_in_merges_the_guest_into_the_account(client: Client, merges: News, sign_ups: News) -> None:
    sign_up(client, "ada")
    mine = learner_seen_by(client)
    assert mine is not None
    elsewhere = Client()
    guest = begun(elsewhere)
    assert sign_in(elsewhere, "ada") == 302
    assert learner_seen_by(elsewhere) == mine
    guest.refresh_from_db()
    assert guest.merged_into == mine
    assert [(news["absorbed"], news["into"]) for news in merges.said] == [(guest, mine)]
    assert len(sign_ups.said) == 1
    assert elsewhere.cookies[guest_cookie.NAME].value == ""


def test_sign_in_to_an_account_without_learner_gives_it_the_guest(client: Client, sign_ups: News) -> None:
    user = User.objects.create_user("staff", password="correct-horse-battery")
    guest = begun(client)
    assert sign_in(client, "staff") == 302
    guest.refresh_from_db()
    assert guest.user == user
    assert [news["learner"] for news in sign_ups.said] == [guest]


def test_sign_in_without_guest_changes_nothing(client: Client, merges: News, sign_ups: News) -> None:
    User.objects.create_user("staff", password="correct-horse-battery")
    assert sign_in(client, "staff") == 302
    assert learner_seen_by(client) is None
    assert not Learner.objects.exists()
    assert merges.said == sign_ups.said == []


def test_guest_absorbed_earlier_is_not_merged_again(client: Client, merges: News) -> None:
    sign_up(client, "ada")
    elsewhere = Client()
    begun(elsewhere)
    old_cookie = elsewhere.cookies[guest_cookie.NAME].value
    sign_in(elsewhere, "ada")
    sign_out(elsewhere)
    elsewhere.cookies[guest_cookie.NAME] = old_cookie
    assert learner_seen_by(elsewhere) is None
    assert sign_in(elsewhere, "ada") == 302
    assert len(merges.said) == 1


def test_old_cookie_cannot_carry_a_learner_into_another_account(client: Client, merges: News) -> None:
    guest = begun(client)
    cookie = client.cookies[guest_cookie.NAME].value
    sign_up(client, "ada")
    thief = Client()
    thief.cookies[guest_cookie.NAME] = cookie
    assert sign_up(thief, "eve") == 302
    assert learner_seen_by(thief) != guest
    guest.refresh_from_db()
    assert guest.user == User.objects.get(username="ada")
    assert merges.said == []


def test_after_sign_out_one_is_a_visitor(client: Client) -> None:
    begun(client)
    sign_up(client, "ada")
    assert sign_out(client) == 302
    assert learner_seen_by(client) is None


def test_wrong_password_leaves_the_guest_alone(client: Client, merges: News) -> None:
    sign_up(Client(), "ada")
    guest = begun(client)
    assert sign_in(client, "ada", "wrong-wrong-wrong") == 200
    assert learner_seen_by(client) == guest
    assert merges.said == []


def test_groups_come_along_in_a_merge(client: Client) -> None:
    sign_up(client, "ada")
    mine = learner_seen_by(client)
    assert mine is not None
    elsewhere = Client()
    guest = begun(elsewhere)
    both, only_guest = (Group.objects.create(slug=slug, name=slug) for slug in ("both", "only-guest"))
    for group, learner in [(both, mine), (both, guest), (only_guest, guest)]:
        Membership.objects.create(group=group, learner=learner, joined_at=guest.created_at)
    sign_in(elsewhere, "ada")
    assert set(mine.groups.all()) == {both, only_guest}
    assert not guest.groups.exists()


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/account/", "/account/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_next_leads_to_this_site_only(client: Client, wanted: str, reached: str) -> None:
    sign_up(Client(), "ada")
    form = {"login": "ada", "password": "correct-horse-battery", "next": wanted}
    assert client.post("/accounts/login/", form).headers["Location"] == reached


def test_username_taken_is_said_kindly(client: Client) -> None:
    sign_up(Client(), "ada")
    assert sign_up(client, "ADA") == 200
    assert User.objects.count() == 1


def test_address_of_another_account_is_refused(client: Client) -> None:
    assert sign_up(Client(), "ada", email="ada@example.org") == 302
    guest = begun(client)
    assert sign_up(client, "eve", email="ada@example.org") == 200
    assert User.objects.count() == 1
    assert learner_seen_by(client) == guest


def test_admin_is_entered_through_the_limited_page(client: Client) -> None:
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/")
    User.objects.create_superuser("root", password="correct-horse-battery")
    form = {"login": "root", "password": "correct-horse-battery", "next": "/admin/"}
    assert client.post("/accounts/login/", form).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_admin_is_closed_to_who_is_not_staff(client: Client) -> None:
    sign_up(client, "ada")
    assert client.get("/admin/", follow=True).status_code == 403
