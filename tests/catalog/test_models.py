"""What learners are offered, in a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from quizapp.catalog.models import Item, ItemRevision, Mode, Pattern, Subject
from quizapp.catalog.revising import save_revision
from tests.factories.content import (
    challenge,
    draft_question,
    mode,
    pattern,
    practice,
    published_question,
    question,
    subject,
)
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db


def test_a_mode_is_offered_when_all_its_items_are_published() -> None:
    of = pattern()
    whole = practice(of)
    mode(of, "test", [published_question(of), draft_question(of)])
    mode(of, "lesson", [])

    assert list(Mode.objects.offered()) == [whole]


def test_retired_items_are_left_out_of_account() -> None:
    of = pattern()
    first, second = published_question(of), draft_question(of)
    made = mode(of, "practice", [first, second])
    Item.objects.filter(pk=second.pk).update(retired_at=NOW)
    assert [each.item_count for each in Mode.objects.offered().with_item_count()] == [1]

    Item.objects.filter(pk=first.pk).update(retired_at=NOW)
    assert made not in Mode.objects.offered()
    assert not Item.objects.ready().exists()


def test_a_pattern_is_learnable_when_it_offers_a_mode() -> None:
    learnable = challenge().pattern
    mode(pattern(), "practice", [])

    assert list(Pattern.objects.learnable()) == [learnable]


def test_the_newest_pattern_comes_first() -> None:
    old, new = pattern(), pattern(added_at=NOW + timedelta(days=1))

    assert list(Pattern.objects.newest()) == [new, old]


def test_subjects_come_with_their_learnable_patterns(django_assert_num_queries: Callable[[int], Any]) -> None:
    shelves = [subject(name) for name in ("first", "second", "third")]
    for shelf in shelves[:2]:
        for _ in range(3):
            practice(pattern(subject=shelf))
    pattern(subject=shelves[0])
    pattern(subject=shelves[2])

    with django_assert_num_queries(2):
        found = {each.slug: len(each.patterns.all()) for each in Subject.objects.with_patterns()}

    assert found == {"first": 3, "second": 3}


def test_patterns_come_with_their_modes(django_assert_num_queries: Callable[[int], Any]) -> None:
    for _ in range(3):
        of = challenge().pattern
        practice(of, problems=2)
        mode(of, "lesson", [])

    with django_assert_num_queries(2):
        found = [[(each.slug, each.item_count) for each in of.modes.all()] for of in Pattern.objects.with_modes()]

    assert found == [[("challenge", 5), ("practice", 2)]] * 3


def test_the_latest_revision_of_each_item() -> None:
    first, second = draft_question(pattern()), published_question(pattern())
    newest = save_revision(first, question(77), None, NOW, False)

    assert set(ItemRevision.objects.latest_of_each()) == {newest, second.revisions.get()}
