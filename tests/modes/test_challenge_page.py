from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from quizapp.catalog.models import Mode
from tests.factories import content
from tests.modes.conftest import Visitor


def test_rules_and_badge_stand_on_the_page_before_one_starts(
    ada: Visitor, challenge: Mode, read: Callable[[str], str]
) -> None:
    page = read(ada.see("challenge", "adding-up"))

    assert "Adder" in page
    assert "Get all 5 problems right to earn this badge." in page
    assert "2:00" in page
    assert "1 100 80" in page  # first attempt: alone, with the hint
    assert "2 50 40" in page
    assert "Time costs no points" in page


def test_clocks_of_different_length_are_told_as_a_range(ada: Visitor, read: Callable[[str], str]) -> None:
    pattern = content.pattern("adding-up")
    content.mode(
        pattern, "challenge", [content.published_question(pattern, seconds=seconds) for seconds in (150, 90, 120)]
    )

    assert "Clock, each 1:30 to 2:30" in read(ada.see("challenge", "adding-up"))


def test_problems_are_announced_by_kind_title_and_level_only(
    ada: Visitor, challenge: Mode, read: Callable[[str], str]
) -> None:
    page = read(ada.see("challenge", "adding-up"))

    assert page.count("Adding up, part") == 5
    assert "Predict the output" in page
    assert "expert" in page
    assert "What comes of two and two" not in page


def test_title_names_pattern_and_mode(ada: Visitor, challenge: Mode) -> None:
    assert "<h1>Adding up - Challenge</h1>" in ada.see("challenge", "adding-up")


def test_switcher_counts_the_modes_on_offer(ada: Visitor, challenge: Mode, read: Callable[[str], str]) -> None:
    content.practice(challenge.pattern)
    content.mode(challenge.pattern, "no-such-mode", [content.published_question(challenge.pattern)])

    page = read(ada.see("challenge", "adding-up"))

    assert "Choose how to learn 2 modes" in page  # what has no pages is not counted


def test_challenge_with_an_unpublished_problem_is_not_there_and_starting_it_leads_to_its_pattern(
    challenge: Mode, client: Client
) -> None:
    draft = content.draft_question(challenge.pattern)
    challenge.placements.create(item=draft, position=9)

    assert client.get(reverse("challenge", args=["adding-up"])).status_code == 404
    response = client.post(reverse("challenge-start", args=["adding-up"]), follow=True)
    assert response.redirect_chain == [("/patterns/adding-up/", 302)]
    assert "That is not offered any more." in response.content.decode()
    assert client.post(reverse("challenge-start", args=["taking-away"]), follow=True).status_code == 404


def test_looking_makes_no_learner(ada: Visitor, challenge: Mode) -> None:
    ada.see("challenge", "adding-up")

    assert "learner" not in ada.client.cookies


def test_open_challenge_is_offered_to_go_on_with(ada: Visitor, challenge: Mode, read: Callable[[str], str]) -> None:
    ada.start(challenge)

    page = read(ada.see("challenge", "adding-up"))

    assert "Go on with it" in page
    assert "Start the challenge" not in page


def test_start_opens_the_first_problem(ada: Visitor, challenge: Mode) -> None:
    sitting = ada.start(challenge)

    assert [problem.opened_at is not None for problem in sitting.problems.all()] == [True, False, False, False, False]


def test_same_start_form_twice_begins_one_sitting(ada: Visitor, challenge: Mode) -> None:
    first = ada.start(challenge)
    again = ada.start(challenge, first.start_key)

    assert again == first
    assert challenge.sittings.count() == 1


def test_start_without_its_key_begins_nothing(ada: Visitor, challenge: Mode) -> None:
    response = ada.client.post(reverse("challenge-start", args=["adding-up"]), {"start_key": "not a key"})

    assert response.status_code == 302
    assert challenge.sittings.count() == 0


def test_starting_needs_post(client: Client, challenge: Mode) -> None:
    assert client.get(reverse("challenge-start", args=["adding-up"])).status_code == 405
