from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode
from tests.factories import content, people, sittings


@pytest.fixture
def challenge(db: None) -> Mode:
    return content.challenge(content.pattern("adding-up"))


def _board(client: Client, **query: str) -> str:
    response = client.get(reverse("board", args=["adding-up"]), query)
    assert response.status_code == 200
    page = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page[page.index("<main") :]))


def _signed_in(client: Client, learner: Learner) -> Client:
    assert learner.user is not None
    client.force_login(learner.user)
    return client


def test_board_shows_rank_name_points_and_time(challenge: Mode, client: Client) -> None:
    sittings.finish(people.member("Brave Otter 1"), challenge, right=3, each=10)
    sittings.finish(people.member("Calm Lynx 2"), challenge, right=5, each=12)

    page = _board(client)

    assert "1 Calm Lynx 2 500 1:00.0" in page
    assert "2 Brave Otter 1 300 0:50.0" in page


def test_board_marks_the_one_who_looks(challenge: Mode, client: Client) -> None:
    learner = people.member("Brave Otter 1")
    sittings.finish(learner, challenge, right=3)

    page = _board(_signed_in(client, learner))

    assert "You are rank 1 of 1 with 300 points." in page
    assert "Brave Otter 1 (you)" in page


def test_who_stands_far_down_is_shown_among_the_neighbours(challenge: Mode, client: Client) -> None:
    for place in range(24):
        sittings.finish(people.member(f"Runner {place}"), challenge, right=5, each=10 + place)
    learner = people.member("Brave Otter 1")
    sittings.finish(learner, challenge, right=1)

    page = _board(_signed_in(client, learner))

    assert "Around you" in page
    assert "25 Brave Otter 1 (you)" in page


def test_guests_are_invited_and_do_not_stand(challenge: Mode, client: Client) -> None:
    sittings.finish(people.guest("Quiet Heron 9"), challenge, right=5)

    page = _board(client)

    assert "Quiet Heron 9" not in page
    assert "Nobody stands here" in page
    assert "Sign up" in page


def test_week_is_a_tab_of_its_own_and_nonsense_is_all_time(challenge: Mode, client: Client) -> None:
    sittings.finish(people.member("Brave Otter 1"), challenge, right=3)

    assert "Brave Otter 1" in _board(client, period="all")
    assert "Brave Otter 1" in _board(client, period="' OR 1=1 --")
    assert "this week" in _board(client, period="week") or "Brave Otter 1" in _board(client, period="week")


def test_markup_in_a_chosen_name_stays_text(challenge: Mode, client: Client) -> None:
    sittings.finish(people.member(chosen_name="<script>alert(1)</script>"), challenge, right=3)

    response = client.get(reverse("board", args=["adding-up"]))

    assert "<script>alert" not in response.content.decode()


def test_patterns_without_a_challenge_have_no_board(client: Client, db: None) -> None:
    content.pattern("adding-up")

    assert client.get(reverse("board", args=["adding-up"])).status_code == 404


def test_boards_are_listed(challenge: Mode, client: Client) -> None:
    page = client.get(reverse("boards")).content.decode()

    assert reverse("board", args=["adding-up"]) in page
