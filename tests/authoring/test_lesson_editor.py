"""A lesson is edited as the file it is, and what is wrong with it is told with its line."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from quizapp.catalog.models import Item
from tests.authoring.pages import author, fields_of, signed_in
from tests.factories.content import pattern
from tests.factories.lessons import lesson, published_lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def item() -> Item:
    return published_lesson(pattern("adding"))


@pytest.fixture
def client() -> Client:
    return signed_in(author())


def save(client: Client, item: Item, old: str = "", new: str = "") -> int:
    address = reverse("admin:catalog_item_content", args=[item.pk])
    fields = fields_of(client.get(address).content.decode())
    assert old in fields["text"]
    fields["text"] = fields["text"].replace(old, new)
    response = client.post(address, fields)
    client.page = response.content.decode()  # type: ignore[attr-defined]
    return response.status_code


def test_nothing_is_lost_on_the_way_through_the_form(client: Client, item: Item) -> None:
    assert save(client, item) == 302
    assert item.revisions.count() == 1


def test_an_edit_makes_a_new_revision(client: Client, item: Item) -> None:
    assert save(client, item, "Begin at two and count two on.", "Count on from two.") == 302

    newest = item.revisions.order_by("-number").first()
    assert newest is not None
    assert newest.number == 2
    assert newest.lesson.steps[0].prose == "Count on from two."
    assert newest.lesson != lesson()


def test_what_is_wrong_is_told_with_its_line(client: Client, item: Item) -> None:
    assert save(client, item, "core_idea:", "core_ideas:") == 422

    page: str = client.page  # type: ignore[attr-defined]
    assert "core_ideas: is not a field here" in page
    assert "core_idea" in page
    assert item.revisions.count() == 1
