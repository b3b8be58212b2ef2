from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from quizapp.catalog.models import Mode
from tests.factories import content, people, sittings
from tests.factories.content import RIGHT, WRONG
from tests.modes.conftest import Clock, Visitor

Reader = Callable[[str], str]


def test_open_problem_shows_its_question_and_clock(ada: Visitor, challenge: Mode, clock: Clock, read: Reader) -> None:
    ada.start(challenge)
    clock.advance(13)

    page = ada.problem(1)

    assert 'data-countdown="107"' in page
    assert "1:47" in read(page)
    assert "What comes of two and two" in page
    assert "2 attempts left, worth 100 points" in read(page)


def test_problem_not_opened_shows_nothing_of_its_question(ada: Visitor, challenge: Mode, read: Reader) -> None:
    ada.start(challenge)

    page = read(ada.problem(2))

    assert "Open problem 2" in page
    assert "What comes of two and two" not in page


def test_reload_shows_the_same_remaining_time_as_another_device(ada: Visitor, challenge: Mode, clock: Clock) -> None:
    ada.start(challenge)
    phone = Visitor()
    phone.client.cookies = ada.client.cookies
    phone.sitting = ada.sitting
    clock.advance(30)

    assert 'data-countdown="90"' in ada.problem(1)
    assert 'data-countdown="90"' in ada.problem(1)
    assert 'data-countdown="90"' in phone.problem(1)


def test_right_answer_shows_verdict_reasons_and_explanation(ada: Visitor, challenge: Mode, read: Reader) -> None:
    ada.start(challenge)
    ada.answers(1, RIGHT)

    page = read(ada.problem(1))

    assert "100 of 100 points" in page
    assert "Your answer, right" in page
    assert page.count("Rationale of") == 4
    assert "First step" in page
    assert "Quick check" in page
    assert "Next problem" in page


def test_wrong_choice_is_crossed_out_and_cannot_be_chosen_again(ada: Visitor, challenge: Mode, read: Reader) -> None:
    ada.start(challenge)
    ada.answers(1, WRONG[0])

    page = ada.problem(1)

    assert "That was not it. 1 attempt left, worth 50 points." in read(page)
    assert "Tried, not right" in read(page)
    assert f'value="{WRONG[0]}"' not in page
    assert page.count('type="radio"') == 3


def test_hint_costs_what_its_button_says(ada: Visitor, challenge: Mode, read: Reader) -> None:
    ada.start(challenge)
    assert "costs 20 points" in read(ada.problem(1))

    ada.does("hint", 1)

    page = read(ada.problem(1))
    assert "count your fingers" in page
    assert "worth 80 points" in page


def test_giving_up_shows_the_explanation(ada: Visitor, challenge: Mode, read: Reader) -> None:
    ada.start(challenge)
    ada.does("give-up", 1)

    page = read(ada.problem(1))

    assert "Given up" in page
    assert "The right answer" in page
    assert "Final answer" in page


def test_answer_after_the_time_is_told_to_be_too_late(
    ada: Visitor, challenge: Mode, clock: Clock, read: Reader
) -> None:
    ada.start(challenge)
    clock.advance(124)

    ada.answers(1, RIGHT)

    page = read(ada.problem(1))
    assert "after the time was up" in page
    assert "Time is up" in page


def test_form_sent_twice_is_one_attempt(ada: Visitor, challenge: Mode, read: Reader) -> None:
    ada.start(challenge)
    key = uuid4()

    ada.answers(1, WRONG[0], key)
    ada.answers(1, WRONG[0], key)

    assert "1 attempt left" in read(ada.problem(1))


def test_answer_without_a_choice_comes_back_and_costs_nothing(ada: Visitor, challenge: Mode, read: Reader) -> None:
    ada.start(challenge)

    response = ada.does("answer", 1, key=uuid4())

    assert response.status_code == 422
    assert "Choose one of the answers first." in response.content.decode()
    assert "2 attempts left" in read(ada.problem(1))


def test_another_clock_leads_back_to_its_problem(ada: Visitor, challenge: Mode) -> None:
    sitting = ada.start(challenge)

    response = ada.does("open", 2)

    assert response.url == reverse("sitting-problem", args=[sitting.public_id, 1])


def test_sitting_leads_to_the_running_problem_then_the_next_then_the_result(ada: Visitor, challenge: Mode) -> None:
    sitting = ada.start(challenge)

    def leads_to() -> str:
        return str(ada.client.get(reverse("sitting", args=[sitting.public_id])).headers["Location"])

    assert leads_to() == reverse("sitting-problem", args=[sitting.public_id, 1])
    ada.answers(1, RIGHT)
    assert leads_to() == reverse("sitting-problem", args=[sitting.public_id, 2])
    ada.solves_all()
    assert leads_to() == reverse("sitting-result", args=[sitting.public_id])


def test_result_of_an_open_sitting_leads_back_to_it(ada: Visitor, challenge: Mode) -> None:
    sitting = ada.start(challenge)

    response = ada.client.get(reverse("sitting-result", args=[sitting.public_id]))

    assert response.headers["Location"] == reverse("sitting", args=[sitting.public_id])


def test_result_repeats_every_problem_and_shows_badge_and_the_rank_a_guest_would_have(
    ada: Visitor, challenge: Mode, read: Reader
) -> None:
    sitting = ada.start(challenge)
    ada.solves_all()

    page = read(ada.see("sitting-result", sitting.public_id))

    assert "All right." in page
    assert "500 of 500 points" in page
    assert "Adder" in page
    assert "Every sum was right." in page
    assert "This would be rank 1" in page
    assert page.count("What comes of two and two") == 5
    assert page.count("count your fingers") == 5
    assert page.count("Your answer, right") == 5
    assert page.count("Final answer") == 5


def test_result_of_a_member_shows_the_rank_held(challenge: Mode, client: Client, read: Reader) -> None:
    learner = people.member()
    sitting = sittings.finish(learner, challenge, right=3)
    assert learner.user is not None
    client.force_login(learner.user)

    page = read(client.get(reverse("sitting-result", args=[sitting.public_id])).content.decode())

    assert "3 of 5 right." in page
    assert "You hold rank 1 on the board." in page


def test_second_challenge_says_that_the_first_one_stands(challenge: Mode, client: Client, read: Reader) -> None:
    learner = people.member()
    sittings.finish(learner, challenge, right=3)
    second = sittings.finish(learner, challenge, right=5, start=people.NOW.replace(hour=11))
    assert learner.user is not None
    client.force_login(learner.user)

    page = read(client.get(reverse("sitting-result", args=[second.public_id])).content.decode())

    assert "stands the first challenge you started" in page
    assert "Adder" in page


def test_stopping_leads_to_the_result(ada: Visitor, challenge: Mode, read: Reader) -> None:
    sitting = ada.start(challenge)

    ada.client.post(reverse("sitting-stop", args=[sitting.public_id]))

    page = read(ada.see("sitting-result", sitting.public_id))
    assert "0 of 5 right." in page
    assert "Not answered" in page


def test_a_key_on_an_authors_word_is_labelled_from_the_start_and_explained_at_the_end(
    ada: Visitor, db: None, read: Reader
) -> None:
    ada.start(content.challenge(content.pattern("worded"), on_word=(1,), kind="predict-output"))
    assert "on an author's word" in read(ada.problem(1)).replace("&#x27;", "'")

    ada.does("give-up", 1)

    page = read(ada.problem(1)).replace("&#x27;", "'")
    assert "On an author's word, not run here: No such runtime here." in page
    ada.does("open", 2)
    assert "author's word" not in read(ada.problem(2)).replace("&#x27;", "'")


@pytest.mark.parametrize("what", ["open", "answer", "hint", "give-up"])
def test_sittings_of_others_are_not_there(ada: Visitor, challenge: Mode, what: str) -> None:
    sitting = ada.start(challenge)
    stranger = Visitor()
    stranger.sitting = sitting
    assert stranger.does(what, 1).status_code == 404

    Visitor.start(stranger, challenge)
    stranger.sitting = sitting

    assert stranger.does(what, 1).status_code == 404
    for name in ("sitting", "sitting-result"):
        assert stranger.client.get(reverse(name, args=[sitting.public_id])).status_code == 404


@pytest.mark.parametrize("what", ["open", "hint", "give-up"])
def test_problems_that_do_not_exist_are_not_there(ada: Visitor, challenge: Mode, what: str) -> None:
    ada.start(challenge)

    assert ada.does(what, 9).status_code == 404
    assert ada.answers(9, RIGHT).status_code == 404


def test_htmx_gets_the_part_and_the_address_instead_of_a_redirect(challenge: Mode) -> None:
    ada = Visitor(htmx=True)
    sitting = ada.start(challenge)

    response = ada.answers(1, RIGHT)

    page = response.content.decode()
    assert response.status_code == 200
    assert response.headers["HX-Push-Url"] == reverse("sitting-problem", args=[sitting.public_id, 1])
    assert "<html" not in page
    assert 'id="sitting"' in page
    assert 'id="tally" class="tallies" hx-swap-oob="true"' in page


def test_htmx_offers_the_result_right_after_the_last_answer(challenge: Mode) -> None:
    ada = Visitor(htmx=True)
    ada.start(challenge)
    ada.solves_all()

    assert "See your result" in ada.answers(5, RIGHT).content.decode()


def test_nothing_sent_before_the_end_of_a_problem_tells_its_key(challenge: Mode) -> None:
    """All four choices are offered alike: take each one's id out, and the four pages are the same."""
    ada = Visitor()
    sitting = ada.start(challenge)
    response = ada.client.get(reverse("sitting-problem", args=[sitting.public_id, 1]))
    sent = response.content.decode() + str(response.headers)

    for secret in ("Rationale of", "First step", "Final answer", "Quick check", "Mnemonic", "count your fingers"):
        assert secret not in sent
    choices = re.findall(r'<label class="choice">.*?</label>', sent, flags=re.DOTALL)
    alike = {re.sub(r'value="[a-z]+"|data-key="[a-d] [1-4]"|>[A-D]<|>\d \(\d+\)<', "", choice) for choice in choices}
    assert len(choices) == 4
    assert len(alike) == 1
    assert sent.count(f'"{RIGHT}"') == sent.count(f'"{WRONG[0]}"') == 1


@pytest.mark.parametrize("reveal", ["at-close", "never"])
def test_terms_that_keep_results_back_are_kept_on_every_page(challenge: Mode, client: Client, reveal: str) -> None:
    learner = people.member()
    assert learner.user is not None
    client.force_login(learner.user)
    terms = sittings.policy(attempts=1, reveal=reveal)
    sitting = sittings.begin(learner, challenge, under=terms)
    moment = sittings.take(sitting, {1: RIGHT, 2: WRONG[0]})

    for position in (1, 2):
        page = client.get(reverse("sitting-problem", args=[sitting.public_id, position])).content.decode()
        assert "Answer kept" in page
        assert "Rationale" not in page
        assert "Your answer" in page
        assert "not right" not in page
        assert "step-right" not in page
        assert "step-wrong" not in page
    assert moment > people.NOW


def test_result_that_is_kept_back_says_nothing_of_right_answers(
    challenge: Mode, client: Client, clock: Clock, read: Reader
) -> None:
    learner = people.member()
    assert learner.user is not None
    client.force_login(learner.user)
    closes = people.NOW + timedelta(hours=1)
    terms = sittings.policy(attempts=1, reveal="at-close", closes_at=closes)
    sitting = sittings.begin(learner, challenge, under=terms)
    sittings.take(sitting, {1: RIGHT, 2: RIGHT, 3: RIGHT, 4: WRONG[0], 5: WRONG[0]})
    address = reverse("sitting-result", args=[sitting.public_id])
    clock.advance(600)

    page = read(client.get(address).content.decode())

    assert "The result is told when everybody is." in page
    assert not re.search(r"\d/5|of 5|points", page)

    clock.advance(3600)
    assert "3 of 5 right." in read(client.get(address).content.decode())


def test_total_that_is_never_broken_down_is_told_in_points_alone(challenge: Mode, client: Client, read: Reader) -> None:
    learner = people.member()
    assert learner.user is not None
    client.force_login(learner.user)
    sitting = sittings.begin(learner, challenge, under=sittings.policy(attempts=1, reveal="never"))
    sittings.take(sitting, {1: RIGHT, 2: RIGHT, 3: RIGHT, 4: WRONG[0], 5: WRONG[0]})

    page = read(client.get(reverse("sitting-result", args=[sitting.public_id])).content.decode())

    assert "300 of 500 points" in page
    assert "of 5 right" not in page


def test_guest_without_points_is_told_no_rank(ada: Visitor, challenge: Mode, read: Reader) -> None:
    sitting = ada.start(challenge)
    ada.client.post(reverse("sitting-stop", args=[sitting.public_id]))

    page = read(ada.see("sitting-result", sitting.public_id))

    assert "rank" not in page.lower().replace("ranks", "")
    assert "stands the first challenge" not in page


def test_pages_of_a_sitting_are_kept_by_no_cache(ada: Visitor, challenge: Mode) -> None:
    sitting = ada.start(challenge)

    response = ada.client.get(reverse("sitting-problem", args=[sitting.public_id, 1]))

    assert "no-store" in response.headers["Cache-Control"]


def test_looking_at_a_sitting_writes_nothing(ada: Visitor, challenge: Mode, clock: Clock) -> None:
    sitting = ada.start(challenge)
    ada.answers(1, WRONG[0])
    for seconds in (0, 60, 90, 7200):
        clock.advance(seconds)
        for name, args in (
            ("sitting", ()),
            ("sitting-problem", (1,)),
            ("sitting-problem", (2,)),
            ("sitting-result", ()),
        ):
            with CaptureQueriesContext(connection) as queries:
                ada.client.get(reverse(name, args=[sitting.public_id, *args]))
            assert not [query["sql"] for query in queries if not query["sql"].startswith(("SELECT", "BEGIN", "COMMIT"))]


def test_challenge_page_asks_at_most_twelve_queries_however_large_the_catalogue(
    challenge: Mode, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    learner = people.member()
    assert learner.user is not None
    client.force_login(learner.user)
    sitting = sittings.begin(learner, challenge, people.NOW)
    sittings.take(sitting, {1: RIGHT, 2: RIGHT})
    pages = [
        reverse("sitting-problem", args=[sitting.public_id, 1]),
        reverse("sitting-problem", args=[sitting.public_id, 2]),
        reverse("sitting-problem", args=[sitting.public_id, 3]),
        reverse("challenge", args=["adding-up"]),
    ]

    def counts() -> list[int]:
        found = []
        for page in pages:
            with django_assert_max_num_queries(12) as queries:
                assert client.get(page).status_code == 200
            found.append(len(queries))
        return found

    before = counts()
    for _ in range(3):
        other = content.challenge()
        content.practice(other.pattern)
        sittings.finish(people.member(), other, right=2)
    assert counts() == before
