"""The key in force is the revision's own until it is corrected."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps

from quizapp.catalog.keys import KeyInForce, key_in_force, keys_in_force
from quizapp.catalog.models import Item, ItemRevision
from tests.factories.content import RIGHT, WRONG, correct_key, pattern, published_question
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db


def revision() -> ItemRevision:
    return published_question(pattern()).revisions.get()


def test_without_corrections_it_is_the_revisions_own() -> None:
    assert key_in_force(revision()) == KeyInForce(RIGHT)


def test_the_last_correction_counts() -> None:
    of = revision()
    correct_key(of, "five")
    correct_key(of, "six")

    assert key_in_force(of) == KeyInForce("six")


def test_an_empty_correction_makes_the_question_void() -> None:
    of = revision()
    correct_key(of, "")
    key = key_in_force(of)

    assert key == KeyInForce(None, void=True)
    assert key.accepts("anything")


def test_only_the_key_is_accepted() -> None:
    key = KeyInForce("four")

    assert key.accepts("four")
    assert not key.accepts("five")


def test_the_keys_of_many_cost_one_query(django_assert_num_queries: Callable[[int], Any]) -> None:
    revisions = [revision() for _ in range(5)]
    correct_key(revisions[2], "five")

    with django_assert_num_queries(1):
        keys = keys_in_force(revisions)

    assert [keys[each.pk].choice_id for each in revisions] == [RIGHT, RIGHT, "five", RIGHT, RIGHT]


def test_a_card_has_no_key() -> None:
    item = Item.objects.create(slug="plus", pattern=pattern(), type="card")
    content = {"type": "card", "level": "beginner", "front": "F", "back": "B"}
    card = ItemRevision.objects.create(item=item, number=1, content=content, level="beginner", created_at=NOW)

    with pytest.raises(TypeError, match="is a card"):
        key_in_force(card)


def test_what_was_corrected_before_an_upgrade_follows_its_key_after_it() -> None:
    proven, void, untouched = (published_question(pattern(), kind="predict-output").revisions.get() for _ in range(3))
    correct_key(proven, WRONG[0])
    correct_key(void, "")
    wanted = dict(ItemRevision.objects.values_list("pk", "proof_digest"))
    assert len({*wanted.values(), untouched.expectation_digest}) == 3
    ItemRevision.objects.update(proof_digest="")

    importlib.import_module("quizapp.catalog.migrations.0004_proof_digest").follow_corrections(apps, None)

    assert dict(ItemRevision.objects.values_list("pk", "proof_digest")) == wanted
