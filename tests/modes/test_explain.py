"""Explaining: written once, ticked once, and what was ticked feeds the schedule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from quizapp.catalog.models import Item, ItemRevision
from quizapp.catalog.revising import save_revision
from quizapp.progress.models import ActiveDay, Answer, Schedule
from tests.factories import content
from tests.factories.people import NOW
from tests.modes.conftest import Clock, Visitor

Reader = Callable[[str], str]


@pytest.fixture
def carry(db: None) -> Item:
    """An open question with five concepts."""
    pattern = content.pattern("adding-up")
    item = content.published_open_question(pattern, "why-carry")
    content.mode(pattern, "explain", [item])
    return item


def writes(ada: Visitor, item: Item, text: str, key: UUID | None = None, **changes: Any) -> Any:
    data = {"text": text, "key": key or uuid4(), "revision": item.published_id, **changes}
    return ada.client.post(reverse("explain-write", args=["adding-up", item.slug]), data)


def ticks(ada: Visitor, covered: list[int]) -> Any:
    answer = Answer.objects.latest("pk")
    return ada.client.post(reverse("explanation-tick", args=[answer.key]), {"covered": covered})


def explanation(ada: Visitor) -> str:
    return ada.see("explanation", Answer.objects.latest("pk").key)


def test_the_concepts_are_told_only_after_writing(ada: Visitor, carry: Item, read: Reader) -> None:
    assert "Concept" not in ada.see("explain", "adding-up")
    page = read(ada.see("explain-prompt", "adding-up", "why-carry"))
    assert "Nudge" in page
    assert "5 concepts to cover" in page
    assert "Concept " not in page

    writes(ada, carry, "Because ten ones make a ten.")

    page = read(explanation(ada))
    assert "Because ten ones make a ten." in page
    assert page.count("Concept ") == 5


@pytest.mark.parametrize(
    ("covered", "rating"), [([0, 1, 2, 3, 4], 3), ([0, 1, 2, 4], 2), ([0, 1, 2], 2), ([0, 1], 1), ([], 1)]
)
def test_ticks_are_counted_and_feed_the_schedule(
    ada: Visitor, carry: Item, read: Reader, covered: list[int], rating: int
) -> None:
    writes(ada, carry, "Ten.")
    assert not Schedule.objects.exists()

    ticks(ada, covered)

    assert f"{len(covered)} of 5 concepts" in read(explanation(ada))
    assert Answer.objects.get().rating == rating
    assert Schedule.objects.get().type == "open-question"
    assert f"last time {len(covered)} of 5 concepts" in read(ada.see("explain", "adding-up"))


def test_the_same_form_twice_is_one_explanation_of_one_guest(ada: Visitor, carry: Item) -> None:
    key = uuid4()
    first, second = writes(ada, carry, "Ten.", key), writes(ada, carry, "Ten.", key)

    assert first["Location"] == second["Location"]
    assert Answer.objects.count() == 1


def test_ticks_count_once(ada: Visitor, carry: Item) -> None:
    writes(ada, carry, "Ten.")
    ticks(ada, [0])
    ticks(ada, [0, 1, 2, 3, 4])

    answer = Answer.objects.get()
    assert answer.said["ticked"] == [0]
    assert Schedule.objects.get().reviews == 1


@pytest.mark.parametrize("number", ["7", "-1", "99", "x", "0' or 1"])
def test_a_concept_that_is_none_is_not_counted(ada: Visitor, carry: Item, number: str) -> None:
    writes(ada, carry, "Ten.")
    ticks(ada, [number])  # type: ignore[list-item]  # what a browser may send

    assert Answer.objects.get().said.get("ticked", []) == []


def test_five_thousand_characters_of_emoji_are_kept(ada: Visitor, carry: Item) -> None:
    text = "🧮👩‍🔬" * 1250

    assert writes(ada, carry, text).status_code == 302

    assert text in explanation(ada)


@pytest.mark.parametrize(("text", "complaint"), [("", "Write something first"), ("x" * 20_001, "at most 20000")])
def test_what_cannot_be_kept_is_said_and_not_lost(ada: Visitor, carry: Item, text: str, complaint: str) -> None:
    response = writes(ada, carry, text)

    assert response.status_code == 422
    assert complaint in response.content.decode()
    assert text in response.content.decode()


def test_markup_in_an_explanation_is_text(ada: Visitor, carry: Item) -> None:
    writes(ada, carry, "<script>alert(1)</script>\nsecond line")

    assert "&lt;script&gt;" in explanation(ada)
    assert "<br>second line" in explanation(ada)


def test_what_was_written_belongs_to_its_writer(ada: Visitor, carry: Item) -> None:
    writes(ada, carry, "Ten.")
    key = Answer.objects.get().key
    other = Visitor()

    assert other.client.get(reverse("explanation", args=[key])).status_code == 404
    assert other.client.post(reverse("explanation-tick", args=[key]), {"covered": [0]}).status_code == 404


def test_a_question_that_changed_meanwhile_is_held_against_what_was_read(
    ada: Visitor, carry: Item, read: Reader
) -> None:
    seen = carry.published
    assert seen is not None
    newer = save_revision(carry, seen.body.model_copy(update={"concepts": ("one", "two")}), None, NOW, False)
    ItemRevision.objects.filter(pk=newer.pk).update(state="published", published_at=NOW)
    Item.objects.update(published=newer)

    writes(ada, carry, "Ten.", revision=seen.pk)

    assert Answer.objects.get().revision == seen
    assert "This question was changed since" in read(explanation(ada))
    assert read(explanation(ada)).count("Concept ") == 5


def test_a_retired_question_is_not_there_any_more(ada: Visitor, carry: Item) -> None:
    writes(ada, carry, "Ten.")
    carry.retired_at = NOW
    carry.save()

    assert ada.client.get(reverse("explain-prompt", args=["adding-up", "why-carry"])).status_code == 404
    assert "Ten." in explanation(ada)  # nothing that was written is lost


def test_what_is_written_while_the_question_is_retired_is_kept(ada: Visitor, carry: Item, read: Reader) -> None:
    assert carry.published is not None
    carry.retired_at = NOW
    carry.save()

    assert writes(ada, carry, "Ten ones make a ten.", revision=carry.published.pk).status_code == 302

    page = read(explanation(ada))
    assert "Ten ones make a ten." in page
    assert "This question is no longer asked." in page
    ticks(ada, [0])
    assert "Explain it again" not in read(explanation(ada))


def test_explaining_makes_the_day_count(ada: Visitor, carry: Item, clock: Clock) -> None:
    writes(ada, carry, "Ten.")
    clock.advance(24 * 3600)
    writes(ada, carry, "Ten again.")

    assert ActiveDay.objects.count() == 2
