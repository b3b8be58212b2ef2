from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizapp.sittings.models import Sitting
from tests.factories import content, people, sittings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizapp.accounts.middleware.clock", lambda: people.NOW + timedelta(minutes=1))


def _main(client: Client, name: str, *args: str) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    page = response.content.decode()
    return re.sub(r"\s+", " ", page[page.index("<main") : page.index("</main>")])


def test_an_empty_site_says_so(client: Client) -> None:
    assert "Nothing is published yet" in _main(client, "home")


def test_newest_patterns_come_first_and_only_three(client: Client) -> None:
    for day in range(5):
        of = content.pattern(f"day-{day}", added_at=people.NOW + timedelta(days=day))
        content.challenge(of, problems=1)

    page = _main(client, "home")

    assert [f"Day {day}" in page for day in range(5)] == [False, False, True, True, True]
    assert page.index("Day 4") < page.index("Day 3") < page.index("Day 2")


def test_patterns_with_nothing_to_take_are_not_listed(client: Client) -> None:
    content.challenge(content.pattern("ready"), problems=1)
    drafted = content.pattern("drafted")
    content.mode(drafted, "challenge", [content.draft_question(drafted)])

    for page in (_main(client, "home"), _main(client, "subject", "pytorch")):
        assert "Ready" in page
        assert "Drafted" not in page


def test_home_offers_to_go_on_with_what_is_open(client: Client) -> None:
    challenge = content.challenge(content.pattern("adding-up"))
    client.post(reverse("challenge-start", args=["adding-up"]), {"start_key": uuid4()})

    page = _main(client, "home")

    assert "Go on where you were" in page
    assert reverse("sitting", args=[Sitting.objects.get(mode=challenge).public_id]) in page


def test_home_shows_the_badges_one_has(client: Client) -> None:
    learner = people.member()
    sittings.finish(learner, content.challenge(content.pattern("adding-up")), right=5)
    assert learner.user is not None

    assert "Your badges" not in _main(client, "home")
    client.force_login(learner.user)

    page = _main(client, "home")
    assert "Your badges" in page
    assert reverse("badge", args=[learner.awards.get().public_id]) in page


def test_home_does_not_offer_what_is_over_by_the_clock(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    content.challenge(content.pattern("adding-up"))
    client.post(reverse("challenge-start", args=["adding-up"]), {"start_key": uuid4()})
    monkeypatch.setattr("quizapp.accounts.middleware.clock", lambda: people.NOW + timedelta(hours=3))

    assert "Go on where you were" not in _main(client, "home")


def test_pattern_page_offers_to_learn_beside_a_test(client: Client) -> None:
    of = content.pattern("adding-up")
    content.challenge(of)
    content.practice(of)

    page = _main(client, "pattern", "adding-up")

    assert "Start learning" in page
    assert "Test this pattern" in page
    assert "2 modes" in page
    assert "5 problems against the clock" in page
    assert page.count("Not begun") == 2


def test_pattern_page_tells_how_far_one_has_come(client: Client) -> None:
    of = content.pattern("adding-up")
    learner = people.member()
    sittings.finish(learner, content.challenge(of), right=5)
    sittings.begin(learner, content.practice(of))
    assert learner.user is not None
    client.force_login(learner.user)

    page = _main(client, "pattern", "adding-up")

    assert "All right, 500 points" in page
    assert "In progress" in page


def test_pattern_page_names_what_comes_before_and_after(client: Client) -> None:
    first, second = content.pattern("first-steps"), content.pattern("second-steps")
    second.after.add(first)

    assert "Second steps" in _main(client, "pattern", "first-steps").split("Where to go next")[1]
    assert "First steps" in _main(client, "pattern", "second-steps").split("Good to know before")[1]


def test_pattern_being_prepared_says_so(client: Client) -> None:
    content.pattern("adding-up")

    assert "is being prepared" in _main(client, "pattern", "adding-up")


@pytest.mark.parametrize("name", ["subject", "pattern"])
def test_unknown_ones_are_not_there_and_say_so_kindly(client: Client, name: str) -> None:
    response = client.get(reverse(name, args=["nothing-like-it"]))

    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


def test_markup_in_a_title_stays_text(client: Client) -> None:
    content.challenge(content.pattern("attack", title="<script>alert(1)</script>", summary="<img src=x>"), problems=1)

    for name, args in (("home", ()), ("subject", ("pytorch",)), ("pattern", ("attack",)), ("challenge", ("attack",))):
        page = _main(client, name, *args)
        assert "<script>" not in page
        assert "<img src=x>" not in page


def test_pages_cost_the_same_however_large_the_catalogue(client: Client) -> None:
    of = content.pattern("adding-up")
    content.challenge(of)
    learner = people.member()
    assert learner.user is not None
    client.force_login(learner.user)

    def counts() -> list[int]:
        found = []
        for name, args in (("home", ()), ("subject", ("pytorch",)), ("pattern", ("adding-up",)), ("boards", ())):
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(name, args=args))
            found.append(len(queries))
        return found

    before = counts()
    for number in range(4):
        other = content.pattern(subject=content.subject(f"subject-{number}"))
        content.challenge(other)
        content.practice(other)
        sittings.finish(learner, content.challenge(content.pattern()), right=1)
    assert counts() == before
    assert max(before) <= 12


def test_looking_around_writes_nothing(client: Client) -> None:
    content.challenge(content.pattern("adding-up"))
    for name, args in (("home", ()), ("pattern", ("adding-up",)), ("boards", ()), ("board", ("adding-up",))):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name, args=args))
        assert not [query["sql"] for query in queries if not query["sql"].startswith("SELECT")]
