"""A question under its own address, and in a frame of another site."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizapp.accounts import guest_cookie
from quizapp.accounts.models import Learner
from quizapp.catalog.models import Item, Mode
from quizapp.errata.models import Erratum
from quizapp.modes.question.state import State
from tests.factories import content, people, sittings
from tests.factories.content import RIGHT, WRONG
from tests.modes.conftest import Clock, Visitor, words

ALLOWED = ["https://blog.example.org"]


@pytest.fixture
def item(db: None) -> Item:
    of = content.pattern("adding-up")
    made = content.published_question(of, "two-and-two")
    content.mode(of, "practice", [made])
    return made


def state_in(page: str) -> str:
    found = re.search(r'name="state" value="([^"]+)"', page)
    assert found
    return found.group(1)


def step(client: Client, page: str, name: str = "question", **said: str) -> str:
    response = client.get(reverse(name, args=["two-and-two"]), {"state": state_in(page), **said})
    assert response.status_code == 200
    return response.content.decode()


def first(client: Client, name: str = "question") -> str:
    return client.get(reverse(name, args=["two-and-two"])).content.decode()


class TestState:
    def test_it_comes_back_as_it_was(self) -> None:
        state = State(7, 11, ("five",), hint=True)

        assert State.read(state.signed()) == state

    @pytest.mark.parametrize("text", ["", "nonsense", State(1, 2).signed() + "x", "a:b:c"])
    def test_what_is_not_ours_is_nothing(self, text: str) -> None:
        assert State.read(text) is None

    def test_steps(self) -> None:
        state = State(1, 2).after("answer", "five").after("answer", "five").after("hint", "").after("tell", "")

        assert state == State(1, 2, ("five",), hint=True, told=True)


def test_right_answer_is_explained(item: Item, client: Client) -> None:
    page = first(client)
    assert "Final answer" not in page

    after = words(step(client, page, do="answer", choice=RIGHT))

    assert "Right" in after
    assert "Your answer, right" in after
    assert "Final answer" in after


def test_wrong_answer_is_crossed_out_with_its_reason_and_the_order_stays(item: Item, client: Client) -> None:
    page = first(client)

    after = step(client, page, do="answer", choice=WRONG[0])

    assert "Rationale of five" in after
    assert "Rationale of four" not in after
    assert f'value="{WRONG[0]}"' not in after
    order = re.findall(r'name="choice" value="(\w+)"', page)
    assert re.findall(r'name="choice" value="(\w+)"', after) == [each for each in order if each != WRONG[0]]


def test_hint_and_solution_are_there_for_the_asking(item: Item, client: Client) -> None:
    hinted = step(client, first(client), do="hint")
    assert "count your fingers" in hinted

    assert "Solution shown" in words(step(client, hinted, do="tell"))


def test_answering_it_makes_nobody_a_guest(item: Item, client: Client) -> None:
    step(client, first(client), do="answer", choice=RIGHT)

    assert guest_cookie.NAME not in client.cookies
    assert not Learner.objects.exists()


def test_a_forged_or_foreign_form_begins_anew(item: Item, client: Client) -> None:
    for state in ("forged", State(10_000, 1, told=True).signed()):
        page = client.get(reverse("question", args=["two-and-two"]), {"state": state}).content.decode()
        assert "Final answer" not in page
        assert "Submit" in page


def test_retired_question_says_why_and_points_on(item: Item, client: Client) -> None:
    item.retired_at, item.retired_because = people.NOW, "Replaced by <b>three and three</b>."
    item.save()

    response = client.get(reverse("question", args=["two-and-two"]))

    page = response.content.decode()
    assert response.status_code == 410
    assert "&lt;b&gt;three and three" in page
    assert reverse("pattern", args=["adding-up"]) in page
    assert "What comes of two and two" not in page


def test_draft_is_not_there(client: Client, db: None) -> None:
    content.draft_question(content.pattern(), "draft")

    assert client.get("/q/draft").status_code == 404
    assert client.get("/q/draft/embed").status_code == 404


def test_sealed_question_is_not_shown(challenge: Mode, client: Client, settings: Any) -> None:
    sittings.policy(mode=challenge, reveal="never", attempts=1)
    settings.EMBED_ANCESTORS = ALLOWED
    placed = challenge.placements.select_related("item").first()
    assert placed is not None

    alone = client.get(reverse("question", args=[placed.item.slug]))
    framed = client.get(reverse("question-embed", args=[placed.item.slug]))

    assert (alone.status_code, framed.status_code) == (403, 410)
    for response in (alone, framed):
        assert "Adding up, part" not in response.content.decode()
        assert "What comes of" not in response.content.decode()


def test_question_of_an_open_sitting_leads_there(ada: Visitor, challenge: Mode, clock: Clock) -> None:
    sitting = ada.start(challenge)
    slug = sitting.problems.get(position=1).revision.item.slug

    response = ada.client.get(reverse("question", args=[slug]))
    assert response.status_code == 403
    assert reverse("sitting", args=[sitting.public_id]) in response.content.decode()
    ada.answers(1, RIGHT)

    assert ada.client.get(reverse("question", args=[slug])).status_code == 200


def test_errata_stand_with_the_explanation(item: Item, client: Client) -> None:
    Erratum.objects.create(item=item, text="Said five until today.", made_at=people.NOW)
    page = first(client)
    assert "Said five" not in page

    assert "Said five until today." in step(client, page, do="tell")


def test_void_question_takes_every_answer(item: Item, client: Client) -> None:
    assert item.published is not None
    content.correct_key(item.published, "")

    assert "Withdrawn" in words(step(client, first(client), do="answer", choice=WRONG[0]))


class TestEmbedded:
    def test_allowed_sites_may_frame_it(self, item: Item, client: Client, settings: Any) -> None:
        settings.EMBED_ANCESTORS = ALLOWED

        response = client.get(reverse("question-embed", args=["two-and-two"]))

        assert "frame-ancestors https://blog.example.org" in response.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in response.headers

    def test_by_default_nobody_may(self, item: Item, client: Client) -> None:
        response = client.get(reverse("question-embed", args=["two-and-two"]))

        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Frame-Options"] == "DENY"

    def test_other_pages_stay_out_of_frames(self, item: Item, client: Client, settings: Any) -> None:
        settings.EMBED_ANCESTORS = ALLOWED

        response = client.get(reverse("question", args=["two-and-two"]))

        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Frame-Options"] == "DENY"

    def test_it_needs_no_cookie_and_sets_none(self, item: Item, settings: Any) -> None:
        settings.EMBED_ANCESTORS = ALLOWED
        page = first(Client(), "question-embed")

        # Every step as if by somebody else: nothing is remembered but what the form carries.
        wrong = step(Client(), page, "question-embed", do="answer", choice=WRONG[0])
        client = Client()
        right = step(client, wrong, "question-embed", do="answer", choice=RIGHT)

        assert "Rationale of five" in wrong
        assert "Final answer" in right
        assert not client.cookies

    def test_page_tells_how_only_where_it_can_be_done(self, item: Item, client: Client, settings: Any) -> None:
        assert "iframe" not in first(client)
        settings.EMBED_ANCESTORS = ALLOWED
        assert "http://testserver/q/two-and-two/embed" in first(client)


def test_it_takes_a_constant_number_of_queries(item: Item, client: Client, django_assert_max_num_queries: Any) -> None:
    page = first(client)
    with django_assert_max_num_queries(7):
        step(client, page, do="tell")
