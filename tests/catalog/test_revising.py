"""What an item says is saved as revisions that never change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.catalog.content import Card, Level
from quizapp.catalog.errors import RevisionIsImmutable, WrongItemType
from quizapp.catalog.models import Item, ItemRevision
from quizapp.catalog.revising import save_revision
from quizapp.runs.models import Program
from tests.factories.content import draft_question, pattern, published_question, question
from tests.factories.people import NOW, user

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def new_item() -> Item:
    return Item.objects.create(slug="sum", pattern=pattern(), type="question")


def test_the_first_revision_is_a_draft_with_everything_it_is_found_by() -> None:
    author = user()

    revision = save_revision(new_item(), question(1, kind="predict-output", level="expert"), author, NOW, False)

    assert (revision.number, revision.state, revision.kind, revision.level) == (1, "draft", "predict-output", "expert")
    assert (revision.author, revision.created_at) == (author, NOW)
    assert revision.program == Program.objects.get()
    assert len(revision.expectation_digest) == 64


def test_equal_content_is_the_same_revision() -> None:
    item = new_item()
    first = save_revision(item, question(1), None, NOW, False)

    assert save_revision(item, question(1), user(), LATER, False) == first
    assert item.revisions.count() == 1


def test_an_equal_draft_can_still_be_marked_for_publication_but_not_unmarked() -> None:
    item = new_item()
    save_revision(item, question(1), None, NOW, False)
    save_revision(item, question(1), None, NOW, True)
    save_revision(item, question(1), None, NOW, False)

    assert item.revisions.get().publish_when_proven


def test_a_published_revision_is_not_marked_again() -> None:
    item = published_question(pattern())
    revision = item.revisions.get()

    save_revision(item, revision.question, None, NOW, True)

    assert not item.revisions.get().publish_when_proven


def test_editing_a_published_question_leaves_it_with_learners() -> None:
    item = published_question(pattern())
    published = item.published

    draft = save_revision(item, question(99), None, LATER, False)

    item.refresh_from_db()
    assert item.published == published
    assert (draft.number, draft.state) == (2, "draft")


def test_two_questions_with_the_same_code_share_a_program() -> None:
    of = pattern()
    source = {"source": "print(1)", "runtime": "python"}
    first = draft_question(of, kind="predict-output", snippet=source).revisions.get()
    second = draft_question(of, kind="predict-output", snippet=source).revisions.get()

    assert first.program == second.program
    assert first.expectation_digest != second.expectation_digest


def test_an_item_keeps_its_type() -> None:
    with pytest.raises(WrongItemType, match="sum is of type question, and the content of type card"):
        save_revision(new_item(), Card(level=Level.BEGINNER, front="F", back="B"), None, NOW, False)


@pytest.mark.parametrize("name", ItemRevision.IMMUTABLE)
def test_a_saved_revision_cannot_be_changed(name: str) -> None:
    item = draft_question(pattern())
    other = draft_question(pattern(), kind="predict-output")
    revision = item.revisions.get()
    changed = {"item_id": other.pk, "number": 9, "content": {}, "program_id": other.revisions.get().program_id}

    setattr(revision, name, changed.get(name, "0" * 64))

    with pytest.raises(RevisionIsImmutable, match=name):
        revision.save()


def test_content_changed_in_place_is_noticed() -> None:
    revision = draft_question(pattern()).revisions.get()
    revision.content["choices"][0]["text"] = "Another"

    with pytest.raises(RevisionIsImmutable, match="content"):
        revision.save()


def test_state_may_change() -> None:
    revision = draft_question(pattern()).revisions.get()
    revision.state = ItemRevision.State.REVIEW
    revision.save()

    assert ItemRevision.objects.get().state == "review"
