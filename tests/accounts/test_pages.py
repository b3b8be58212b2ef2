"""The account page and its forms; every page of accounts only reads until a form is sent."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from quizapp.accounts import names
from quizapp.accounts.models import User
from tests.accounts.site import PASSWORD, begun, learner_seen_by, sign_in, sign_up
from tests.factories.people import NOW, member, user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.site")]

OPEN_PAGES = [
    "/account/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/signup/?next=/account/",
    "/accounts/inactive/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/",
    "/accounts/password/reset/key/1-nonsense/",
    "/accounts/confirm-email/nonsense/",
]
PAGES_OF_USERS = [
    "/account/",
    "/accounts/logout/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
]


class Inline(HTMLParser):
    """What a strict content policy would block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.headings = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(tag)
        self.found += [name for name in given if name == "style" or name.startswith("on")]
        self.headings += tag == "h1"


def read_only_get(client: Client, path: str) -> str:
    """The page, fetched without a single write."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(path)
    written = [q["sql"] for q in queries if not re.match(r"\s*(SELECT|SAVEPOINT|RELEASE|BEGIN|COMMIT)", q["sql"])]
    assert written == []
    assert answer.status_code == 200
    return answer.content.decode()


def check_house(page: str) -> None:
    assert '<html lang="en" dir="ltr">' in page
    assert 'class="site-head"' in page
    inline = Inline()
    inline.feed(page)
    assert inline.found == []
    assert inline.headings == 1


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_pages_read_only_and_look_like_the_house_for_visitors(client: Client, path: str) -> None:
    check_house(read_only_get(client, path))


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_pages_read_only_and_look_like_the_house_for_guests(client: Client, path: str) -> None:
    begun(client)
    check_house(read_only_get(client, path))


@pytest.mark.parametrize("path", PAGES_OF_USERS)
@pytest.mark.parametrize("learns", [True, False])
def test_pages_read_only_and_look_like_the_house_for_users(client: Client, path: str, learns: bool) -> None:
    User.objects.create_user("ada", "ada@example.org", PASSWORD)
    sign_in(client, "ada")
    if learns:
        begun(client)
    client.get("/who/")  # the messages of the sign-in are not this page's
    check_house(read_only_get(client, path))


@pytest.mark.parametrize("path", ["/account/name/", "/account/name/drop/", "/account/time-zone/"])
def test_forms_are_not_for_getting(client: Client, path: str) -> None:
    assert client.get(path).status_code == 405


@pytest.mark.parametrize("path", ["/account/name/", "/account/name/drop/"])
def test_forms_of_who_is_signed_out_lead_to_the_sign_in_and_back(client: Client, path: str) -> None:
    begun(client)
    assert client.post(path, {"name": "Ada"}).headers["Location"] == "/accounts/login/?next=/account/"


def test_guest_reads_who_they_are_and_what_sign_up_keeps(client: Client) -> None:
    guest = begun(client)
    page = read_only_get(client, "/account/")
    assert guest.pseudonym in page
    assert "/accounts/signup/?next=/account/" in page
    assert guest.pseudonym in read_only_get(client, "/accounts/signup/")
    assert guest.pseudonym in read_only_get(client, "/accounts/login/")


def test_name_is_chosen_and_shown(client: Client) -> None:
    sign_up(client, "ada")
    answer = client.post("/account/name/", {"name": "Ada Lovelace"}, follow=True)
    assert answer.redirect_chain == [("/account/", 302)]
    assert "Others see you as <strong><bdi>Ada Lovelace</bdi></strong>" in answer.content.decode()


def test_refused_name_is_answered_on_the_page_with_what_was_typed(client: Client) -> None:
    sign_up(client, "ada")
    answer = client.post("/account/name/", {"name": 'Ada "<&'})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert escape('Ada "<&') in page
    assert 'aria-invalid="true"' in page
    assert "A name is made of letters" in page
    check_house(page)


def test_name_of_another_is_answered_on_the_page(client: Client) -> None:
    names.choose_name(member(), "Ada", NOW)
    sign_up(client, "ada")
    answer = client.post("/account/name/", {"name": "Аԁа"})
    assert answer.status_code == 422
    assert "is not free" in answer.content.decode()


def test_user_without_learner_may_choose_a_name(client: Client) -> None:
    client.force_login(user())
    assert client.post("/account/name/", {"name": "Ada"}).status_code == 302
    learner = learner_seen_by(client)
    assert learner is not None
    assert learner.public_name == "Ada"


def test_name_is_dropped_for_the_pseudonym(client: Client) -> None:
    sign_up(client, "ada")
    client.post("/account/name/", {"name": "Ada"})
    client.post("/account/name/drop/")
    learner = learner_seen_by(client)
    assert learner is not None
    assert learner.public_name == learner.pseudonym


def test_name_taken_back_by_staff_is_explained(client: Client) -> None:
    sign_up(client, "ada")
    client.post("/account/name/", {"name": "Unkind"})
    learner = learner_seen_by(client)
    assert learner is not None
    names.refuse_name(learner, user(), NOW)
    assert "Staff took the name <bdi>Unkind</bdi> back" in read_only_get(client, "/account/")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC"])
def test_time_zone_is_kept(client: Client, zone: str) -> None:
    sign_up(client, "ada")
    assert client.post("/account/time-zone/", {"time_zone": zone}).status_code == 302
    learner = learner_seen_by(client)
    assert learner is not None
    assert learner.time_zone == zone
    assert f'value="{zone}" selected' in read_only_get(client, "/account/")


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "localtime", "Etc/GMT+5"])
def test_time_zone_is_one_of_the_list(client: Client, zone: str) -> None:
    sign_up(client, "ada")
    assert client.post("/account/time-zone/", {"time_zone": zone}).status_code == 422
    learner = learner_seen_by(client)
    assert learner is not None
    assert learner.time_zone == "UTC"


def test_forgotten_password_is_replaced_by_mail(client: Client) -> None:
    sign_up(Client(), "ada", email="ada@example.org")
    assert client.post("/accounts/password/reset/", {"email": "ada@example.org"}).status_code == 302
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert link
    form = client.get(link[1], follow=True)
    check_house(form.content.decode())
    path = form.redirect_chain[-1][0]
    new = "another-correct-horse"
    assert client.post(path, {"password1": new, "password2": new}).status_code == 302
    assert sign_in(Client(), "ada", new) == 302


def test_address_is_added_and_listed(client: Client) -> None:
    sign_up(client, "ada")
    assert client.post("/accounts/email/", {"email": "ada@example.org", "action_add": ""}).status_code == 302
    page = read_only_get(client, "/accounts/email/")
    assert "ada@example.org" in page
    check_house(page)


def test_password_is_changed(client: Client) -> None:
    sign_up(client, "ada")
    new = "another-correct-horse"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", form).status_code == 302
    assert sign_in(Client(), "ada", new) == 302
    assert sign_in(Client(), "ada") == 200
