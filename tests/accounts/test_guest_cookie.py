"""A visitor becomes a guest by a first form and is known again by a cookie that only we can write."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from quizapp.accounts import guest_cookie
from quizapp.accounts.models import Learner, User
from tests.accounts.site import begun, learner_seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.site")]


def signed(value: str, salt: str = guest_cookie.SALT) -> str:
    return signing.get_cookie_signer(salt=guest_cookie.NAME + salt).sign(value)


def test_reading_pages_makes_nobody(client: Client) -> None:
    assert learner_seen_by(client) is None
    assert guest_cookie.NAME not in client.cookies
    assert not Learner.objects.exists()


def test_first_form_makes_a_guest_who_is_known_again(client: Client) -> None:
    guest = begun(client)
    assert guest.is_guest
    assert learner_seen_by(client) == guest
    assert begun(client) == guest


def test_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client, settings: Settings) -> None:
    settings.LEARNER_COOKIE_SECURE = True
    cookie = client.post("/begin/").cookies[guest_cookie.NAME]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == guest_cookie.MAX_AGE


def test_cookie_is_sent_once_only(client: Client) -> None:
    client.post("/begin/")
    assert guest_cookie.NAME not in client.get("/who/").cookies
    assert guest_cookie.NAME not in client.post("/begin/").cookies


@pytest.mark.parametrize(
    "forge",
    [
        lambda guest: str(guest.public_id),
        lambda guest: signed(str(guest.public_id)).swapcase(),
        lambda guest: signed(str(guest.public_id), salt="something else"),
        lambda guest: signed(str(guest.pk)),
        lambda guest: signed(str(uuid.uuid4())),
        lambda guest: "",
        lambda guest: "a:b:c" * 400,
    ],
    ids=["unsigned", "bent", "signed for another use", "no uuid", "nobody's uuid", "empty", "long"],
)
def test_forged_cookie_is_a_visitor(client: Client, forge: Callable[[Learner], str]) -> None:
    guest = begun(client)
    forged = Client()
    forged.cookies[guest_cookie.NAME] = forge(guest)
    assert learner_seen_by(forged) is None
    assert begun(forged) != guest


def test_cookie_of_a_learner_with_an_account_lets_nobody_in(client: Client) -> None:
    guest = begun(client)
    guest.user = User.objects.create_user("ada")
    guest.save()
    assert learner_seen_by(client) is None


def test_cookie_follows_a_merge_into_another_guest_only(client: Client) -> None:
    guest, other = begun(client), begun(Client())
    guest.merged_into = other
    guest.save()
    assert learner_seen_by(client) == other
    other.user = User.objects.create_user("ada")
    other.save()
    assert learner_seen_by(client) is None


def test_form_sent_twice_before_the_cookie_arrived_is_one_guest(client: Client) -> None:
    key = str(uuid.uuid4())
    first = client.post("/begin/", {"key": key}).content
    again = Client()
    assert again.post("/begin/", {"key": key}).content == first
    assert str(getattr(learner_seen_by(again), "public_id", "")).encode() == first
    assert Client().post("/begin/", {"key": str(uuid.uuid4())}).content != first


def test_old_form_key_does_not_open_a_guest(client: Client) -> None:
    key = str(uuid.uuid4())
    first = client.post("/begin/", {"key": key}).content
    Learner.objects.update(created_at=Learner.objects.get().created_at - timedelta(hours=1))
    assert Client().post("/begin/", {"key": key}).content != first


def test_page_that_does_not_ask_costs_no_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    begun(client)
    with django_assert_num_queries(0):
        client.get("/silent/")
    with django_assert_num_queries(1):
        client.get("/who/")


def test_page_of_a_user_costs_one_query_beside_session_and_user(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(User.objects.create_user("ada"))
    with django_assert_num_queries(3):
        client.get("/who/")


def test_answers_that_depend_on_the_cookie_say_so(client: Client) -> None:
    assert "Cookie" in client.get("/who/").headers["Vary"]


def test_user_made_by_hand_has_a_learner_from_the_first_form_on(client: Client) -> None:
    client.force_login(User.objects.create_user("ada"))
    assert learner_seen_by(client) is None
    learner = begun(client)
    assert learner.user is not None
    assert learner.user.username == "ada"
    assert begun(client) == learner
    assert guest_cookie.NAME not in client.cookies
