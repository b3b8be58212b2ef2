"""Three hundred people behind one address get in; who guesses passwords does not."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from quizapp.accounts.models import Learner, User
from tests.accounts.site import PASSWORD, begun, sign_in, sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.site")]

TRIES = 10
"""Wrong passwords for one account before it is closed for a while."""


def test_three_hundred_people_behind_one_address_sign_up_and_in() -> None:
    for number in range(300):
        client = Client()
        begun(client)
        assert sign_up(client, f"person{number}", password2="mistyped") == 200
        assert sign_up(client, f"person{number}") == 302
    assert Learner.objects.filter(user__isnull=False).count() == 300
    for number in range(300):
        assert sign_in(Client(), f"person{number}", "mistyped-mistyped") == 200
        assert sign_in(Client(), f"person{number}") == 302


def test_machine_that_signs_up_without_end_is_stopped(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "3/m/ip"}
    assert [sign_up(Client(), f"robot{number}") for number in range(5)] == [302, 302, 302, 429, 429]
    assert User.objects.count() == 3


def test_guessing_of_one_password_is_answered_with_429(client: Client) -> None:
    User.objects.create_user("ada", password=PASSWORD)
    tries = [sign_in(client, "ada", f"guess number {number}") for number in range(TRIES + 1)]
    assert tries == [200] * TRIES + [429]
    assert sign_in(client, "ada") == 429
    assert sign_in(client, "ADA") == 429


def test_guessing_from_many_addresses_is_stopped_as_well(client: Client) -> None:
    User.objects.create_user("ada", password=PASSWORD)
    tries = [
        sign_in(client, "ada", f"guess number {number}", REMOTE_ADDR=f"203.0.113.{number}")
        for number in range(TRIES + 1)
    ]
    assert tries[-1] == 429


def test_one_closed_account_closes_no_other_behind_the_same_address(client: Client) -> None:
    for name in ("ada", "eve"):
        User.objects.create_user(name, password=PASSWORD)
    for number in range(650):
        sign_in(client, "ada", f"guess number {number}")
    assert sign_in(Client(), "eve") == 302


def test_guessing_over_many_accounts_is_stopped_by_address(settings: Settings, client: Client) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/key,5/10m/ip"}
    assert [sign_in(client, f"person{number}", "wrong-wrong-wrong") for number in range(6)] == [200] * 5 + [429]


def test_invented_forwarding_does_not_change_who_is_counted(settings: Settings, client: Client) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "2/m/ip"}
    form = {"username": ""}
    statuses = [
        client.post("/accounts/signup/", form, headers={"X-Forwarded-For": f"203.0.113.{number}"}).status_code
        for number in range(3)
    ]
    assert statuses == [200, 200, 429]


def test_senders_behind_our_proxy_are_told_apart(settings: Settings, client: Client) -> None:
    settings.TRUSTED_PROXIES = 1
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    form = {"username": ""}

    def post(forwarded: str) -> int:
        return client.post("/accounts/signup/", form, headers={"X-Forwarded-For": forwarded}).status_code

    assert post("203.0.113.1") == 200
    assert post("203.0.113.2") == 200
    assert post("198.51.100.9, 203.0.113.1") == 429


def test_who_is_stopped_is_told_how_long(client: Client) -> None:
    for number in range(TRIES):
        sign_in(client, "nobody-here", f"guess number {number}")
    answer = client.post("/accounts/login/", {"login": "nobody-here", "password": "one guess more"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "<h1>" in answer.content.decode()


class TestForms:
    """The site's own limit, on the forms of learners."""

    def test_learner_is_stopped_alone(self) -> None:
        ada, eve = Client(), Client()
        begun(ada)
        begun(eve)
        assert [ada.post("/answer/").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
        assert eve.post("/answer/").status_code == 200

    def test_address_is_stopped_with_all_behind_it(self) -> None:
        statuses = []
        for _ in range(6):
            client = Client()
            begun(client)
            statuses.append(client.post("/answer/").status_code)
        assert statuses == [200] * 5 + [429]
        assert Client().post("/answer/", REMOTE_ADDR="203.0.113.7").status_code == 200

    def test_stopped_learner_does_not_use_up_what_the_address_has(self) -> None:
        ada, eve = Client(), Client()
        begun(ada)
        begun(eve)
        for _ in range(50):
            ada.post("/answer/")
        assert eve.post("/answer/").status_code == 200

    def test_cache_that_keeps_nothing_lets_people_through(self, settings: Settings, client: Client) -> None:
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
        begun(client)
        assert [client.post("/answer/").status_code for _ in range(5)] == [200] * 5
