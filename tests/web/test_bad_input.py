"""Whatever somebody types: it is refused with a word or shown as text, and never becomes markup or a fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode
from tests.factories import content, people, sittings
from tests.factories.lessons import lesson_mode

SCRIPT: Final = "<script>alert(1)</script>"
IMAGE: Final = '"><img src=x onerror=alert(1)>'
LINK: Final = "[here](javascript:alert(1)) ![x](http://elsewhere.example/x.png)"
HOSTILE: Final = {
    "script": SCRIPT,
    "broken out of an attribute": IMAGE,
    "Markdown": f"# big **bold** {LINK}",
    "template": "{{ request.user }} {% url 'home' %} ${7*7}",
    "5,000 characters": "x" * 5000,
    "combining marks": "Z" + "\u0337\u0321\u0322\u0327" * 40,
    "right-to-left overrides": "\u202e\u2067niam\u202c",
    "nothing to see": "\u200b\u200d\ufeff",
    "a null": "a\x00b",
    "half a pair": "\ud83d",
}
DANGEROUS: Final = ("<script>alert", "<img src=x", 'href="javascript:')


@pytest.fixture(autouse=True)
def unspent_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def harmless(page: str) -> bool:
    return not any(each in page for each in DANGEROUS)


@pytest.fixture
def member(db: None) -> Learner:
    return people.member()


@pytest.fixture
def client(member: Learner) -> Client:
    browser = Client()
    assert member.user is not None
    browser.force_login(member.user)
    return browser


def post(client: Client, address: str, **said: Any) -> Any:
    """The form as its bytes, also those that no browser would send."""
    body = urlencode(said, errors="surrogatepass")
    return client.post(address, body, content_type="application/x-www-form-urlencoded", follow=True)


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_display_name_never_stands_as_it_was_typed(client: Client, member: Learner, name: str) -> None:
    response = post(client, reverse("account-name"), name=name)

    assert harmless(response.content.decode())
    member.refresh_from_db()
    # What turns text around is taken out; with nothing but letters left, the name may stand.
    assert response.status_code == (200 if member.chosen_name else 422)
    assert member.chosen_name in {"", "niam"}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_an_explanation_is_shown_as_it_was_typed(client: Client, text: str) -> None:
    pattern = content.pattern("adding-up")
    question = content.published_open_question(pattern, "why")
    content.mode(pattern, "explain", [question])

    response = post(
        client,
        reverse("explain-write", args=["adding-up", "why"]),
        text=text,
        key=uuid4(),
        revision=question.published_id,
    )

    assert response.status_code in {200, 422}
    assert harmless(response.content.decode())
    assert harmless(client.get(reverse("history")).content.decode())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_report_is_shown_as_it_was_typed(client: Client, text: str) -> None:
    revision = content.published_question(content.pattern()).revisions.get()

    response = post(client, reverse("report-send", args=[revision.pk]), text=text, about="other", key=uuid4())

    assert response.status_code in {200, 422}
    assert harmless(response.content.decode())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_username_never_becomes_markup(db: None, text: str) -> None:
    said = {"username": text, "password1": people.PASSWORD, "password2": people.PASSWORD}

    response = post(Client(), reverse("account_signup"), **said)

    assert response.status_code == 200
    assert harmless(response.content.decode())


@pytest.mark.parametrize("back", ["//elsewhere.example/", "javascript:alert(1)", "https://elsewhere.example/", "\\\\x"])
def test_ways_back_lead_nowhere_else(client: Client, back: str) -> None:
    response = client.post(reverse("study-switch"), {"what": "shortcuts", "value": "no", "back": back})

    assert response.headers["Location"] == reverse("study-settings")


def test_hostile_content_of_a_question_is_text_on_every_page(client: Client, member: Learner) -> None:
    pattern = content.pattern("adding-up", title=f"Adding {SCRIPT}", summary=f"{IMAGE} {LINK}")
    said = f"{SCRIPT} {IMAGE} {LINK}"
    item = content.published_question(pattern, "hostile", title=f"Title {SCRIPT}", stem=said, hint=said, mnemonic=said)
    challenge: Mode = content.mode(pattern, "challenge", [item])
    lesson_mode(pattern)
    sitting = sittings.finish(member, challenge, right=1)
    addresses = [
        reverse("home"),
        reverse("pattern", args=["adding-up"]),
        reverse("challenge", args=["adding-up"]),
        reverse("sitting-problem", args=[sitting.public_id, 1]),
        reverse("sitting-result", args=[sitting.public_id]),
        reverse("question", args=["hostile"]),
        reverse("question-embed", args=["hostile"]),
        reverse("history"),
        reverse("search") + "?q=adding",
    ]

    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert harmless(response.content.decode()), address


def test_without_cookies_pages_can_be_read_and_a_question_answered(db: None) -> None:
    pattern = content.pattern("adding-up")
    content.mode(pattern, "practice", [content.published_question(pattern, "two-and-two")])

    for address in ("/", "/patterns/adding-up/", "/patterns/adding-up/practice/", "/search/?q=adding", "/account/"):
        assert Client().get(address).status_code == 200
    assert "Submit" in Client().get("/q/two-and-two").content.decode()
