"""Taking one's data along, and leaving for good."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from quizapp.accounts.models import Learner, User
from quizapp.catalog.models import Mode
from quizapp.errata.models import Objection
from quizapp.leaderboards.models import Bucket, Standing
from quizapp.progress.models import Award
from quizapp.sittings.models import Sitting
from tests.factories import content, people, sittings
from tests.factories.people import PASSWORD


@pytest.fixture
def challenge(db: None) -> Mode:
    return content.challenge(content.pattern("adding-up"))


@pytest.fixture
def ada(challenge: Mode) -> Learner:
    """A member with a standing, a badge and a report."""
    learner = people.member()
    sitting = sittings.finish(learner, challenge, right=5)
    Objection.objects.create(
        revision=sitting.problems.all()[0].revision,
        problem=sitting.problems.all()[0],
        learner=learner,
        about="key",
        text="Five, surely.",
        form_key=uuid4(),
        made_at=people.NOW,
    )
    return learner


@pytest.fixture
def browser(ada: Learner) -> Client:
    client = Client()
    assert ada.user is not None
    client.force_login(ada.user)
    return client


def test_download_holds_everything_of_the_learner_and_nothing_of_others(
    browser: Client, ada: Learner, challenge: Mode
) -> None:
    sittings.finish(people.member(), challenge, right=1)

    response = browser.get(reverse("account-data"))

    data = json.loads(response.content)
    assert "attachment" in response.headers["Content-Disposition"]
    assert data["learner"]["pseudonym"] == ada.pseudonym
    assert len(data["sittings"]) == len(data["badges"]) == len(data["reports"]) == 1
    assert len(data["responses"]) == len(data["history"]) == 5
    assert {row["points"] for row in data["standings"]} == {500}
    assert {"schedule", "bookmarks", "active_days", "study_settings", "groups"} <= data.keys()


def test_download_does_not_tell_what_the_terms_keep_back(challenge: Mode) -> None:
    learner = people.member()
    policy = sittings.policy(mode=challenge, reveal="never", attempts=1)
    sitting = sittings.begin(learner, challenge, under=policy)
    sittings.take(sitting, {1: "four"})
    client = Client()
    assert learner.user is not None
    client.force_login(learner.user)

    data = json.loads(client.get(reverse("account-data")).content)

    assert len(data["responses"]) == 1
    assert data["responses_told"] == data["results"] == []
    assert "right" not in data["responses"][0]


def test_a_visitor_has_nothing_to_download(client: Client, db: None) -> None:
    assert client.get(reverse("account-data")).status_code == 404
    assert client.get(reverse("account-delete")).status_code == 302


def test_looking_at_the_page_deletes_nothing(browser: Client, ada: Learner) -> None:
    assert browser.get(reverse("account-delete")).status_code == 200

    assert Learner.objects.filter(pk=ada.pk).exists()


@pytest.mark.parametrize(
    "said", [{}, {"sure": "on"}, {"sure": "on", "password": "wrong"}, {"password": PASSWORD}], ids=str
)
def test_it_takes_the_tick_and_the_password(browser: Client, ada: Learner, said: dict[str, str]) -> None:
    assert browser.post(reverse("account-delete"), said).status_code == 422

    assert Learner.objects.filter(pk=ada.pk).exists()


def test_everything_goes_and_those_below_move_up(browser: Client, ada: Learner, challenge: Mode) -> None:
    other = people.member()
    sittings.finish(other, challenge, right=2)
    before = Bucket.objects.filter(points=500).values_list("standings", flat=True)
    assert set(before) == {1}

    response = browser.post(reverse("account-delete"), {"sure": "on", "password": PASSWORD}, follow=True)

    assert "is deleted" in response.content.decode()
    assert set(User.objects.values_list("pk", flat=True)) == {other.user_id}
    assert not Learner.objects.filter(pk=ada.pk).exists()
    assert not Sitting.objects.exclude(learner=other).exists()
    assert not Award.objects.exists()
    assert set(Standing.objects.values_list("learner", flat=True)) == {other.pk}
    assert not Bucket.objects.filter(points=500, standings__gt=0).exists()
    assert Objection.objects.get().learner is None
    board = browser.get(reverse("board", args=["adding-up"])).content.decode()
    assert ada.pseudonym not in board
    assert browser.get(reverse("account-data")).status_code == 404


def test_a_guest_leaves_without_a_password_and_the_cookie_goes(challenge: Mode) -> None:
    client = Client()
    client.post(reverse("challenge-start", args=["adding-up"]), {"start_key": uuid4()})
    assert Learner.objects.count() == 1

    client.post(reverse("account-delete"), {"sure": "on"})

    assert not Learner.objects.exists()
    assert client.cookies["learner"].value == ""


def test_whoever_stands_behind_content_is_asked_to_see_an_administrator(
    browser: Client, ada: Learner, challenge: Mode
) -> None:
    item = content.published_question(content.pattern(), on_word=True)
    assert item.published is not None
    item.published.word_by = ada.user
    item.published.save()

    response = browser.post(reverse("account-delete"), {"sure": "on", "password": PASSWORD}, follow=True)

    assert "ask an administrator" in response.content.decode()
    assert Learner.objects.filter(pk=ada.pk).exists()


def test_a_guest_can_set_a_time_zone(challenge: Mode) -> None:
    client = Client()
    client.post(reverse("challenge-start", args=["adding-up"]), {"start_key": uuid4()})

    client.post(reverse("account-time-zone"), {"time_zone": "Asia/Kathmandu"})

    assert Learner.objects.get().time_zone == "Asia/Kathmandu"


def test_manifest_names_icons_that_are_there(client: Client, db: None) -> None:
    from django.contrib.staticfiles import finders

    response = client.get(reverse("manifest"))
    described: dict[str, Any] = response.json()

    assert response.headers["Content-Type"] == "application/manifest+json"
    assert {icon["sizes"] for icon in described["icons"]} == {"192x192", "512x512"}
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in described["icons"])
