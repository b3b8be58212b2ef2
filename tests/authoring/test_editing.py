"""Editing an item's content: nothing is lost on the way through the form, and every fault stands at its field."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizapp.catalog.content import Card, Level, OpenQuestion, Question
from quizapp.catalog.models import Item, ItemRevision
from quizapp.catalog.revising import save_revision
from quizapp.runs.models import Run
from tests.authoring.pages import author, fields_of, reviewer, signed_in
from tests.factories.content import draft_question, pattern, published_question, question, raw_question
from tests.factories.people import NOW, user

pytestmark = pytest.mark.django_db


def address(item: Item) -> str:
    return reverse("admin:catalog_item_content", args=[item.pk])


def form_of(client: Client, item: Item) -> dict[str, Any]:
    return fields_of(client.get(address(item)).content.decode())


NASTY = "  indented\n\n\ttab\nblanks at the end   \n\n"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"kind": "predict-output"},
        {"snippet": {"source": NASTY, "device": "cuda"}, "kind": "find-error", "shuffle": False, "mnemonic": None},
        {"compare": {"relation": "numbers", "tolerance": 0.001}, "kind": "predict-output"},
        {"stem": "<b>&amp; \"quoted\" 'text'</b>\n\n```\ncode\n```\n", "seconds": 90, "level": "expert"},
        {"key": "b2", "choices": [
            {"id": f"b{n}", "code": f"{NASTY}{n}", "rationale": "R", "pin_last": n == 3} for n in range(1, 9)
        ]},
    ],
)  # fmt: skip
def test_a_form_sent_back_untouched_changes_nothing(changes: dict[str, Any]) -> None:
    item = draft_question(pattern(), **changes)
    client = signed_in(author())

    answer = client.post(address(item), form_of(client, item), follow=True)

    assert item.revisions.count() == 1, [each.question for each in item.revisions.all()]
    assert "Nothing was changed" in answer.content.decode()


def test_saving_a_published_question_makes_a_draft_and_leaves_learners_the_old_one() -> None:
    item = published_question(pattern())
    published = item.published
    editor = author()
    client = signed_in(editor)

    answer = client.post(address(item), form_of(client, item) | {"hint": "Another hint."})

    draft = item.revisions.get(number=2)
    assert answer.headers["Location"] == reverse("admin:catalog_itemrevision_change", args=[draft.pk])
    assert (draft.state, draft.author, draft.question.hint) == ("draft", editor, "Another hint.")
    item.refresh_from_db()
    assert item.published == published
    assert item.published is not None
    assert item.published.question.hint != "Another hint."


def test_the_key_and_the_choices_are_what_was_marked_and_left() -> None:
    item = draft_question(pattern())
    client = signed_in(author())
    fields = form_of(client, item)
    dropped = {name: "" for name in fields if name.startswith("choices-2-")}
    added = {"choices-4-id": "eight", "choices-4-text": "8", "choices-4-rationale": "Too many."}

    client.post(address(item), fields | dropped | added | {"key": "4"})

    saved = item.revisions.get(number=2).question
    assert [choice.id for choice in saved.choices] == ["five", "four", "seven", "eight"]
    assert saved.key == "eight"


@pytest.mark.parametrize(
    ("changes", "row", "complaint"),
    [
        ({"title": ""}, "id_title", "is missing"),
        ({"stem": "  "}, "id_stem", "is missing"),
        ({"seconds": "5"}, "id_seconds", "greater than or equal to 15"),
        ({"hint": "Option B is close."}, "id_hint", "letters are given only when shown"),
        ({"kind": "predict-output"}, "id_snippet_source", "needs a snippet"),
        ({"compare_tolerance": "0.1"}, "id_compare_relation", "relation &#x27;numbers&#x27; only"),
        ({"choices-0-id": "b"}, "id_choices-0-id", "tells which choice it is"),
        ({"choices-1-id": "five"}, "id_choices-1-id", "two choices have the same id"),
        ({"choices-0-rationale": ""}, "id_choices-0-rationale", "is missing"),
        ({"choices-2-rationale": "Like answer C."}, "id_choices-2-rationale", "letters are given"),
        ({"steps-1-step": "See option A."}, "id_steps-1-step", "letters are given"),
        ({"quick_check": ""}, "id_quick_check", "is missing"),
        ({"seconds": "soon"}, "id_seconds", "Enter a whole number"),
        ({"kind": "riddle"}, "id_kind", "Select a valid choice"),
    ],
)
def test_a_fault_stands_at_its_field_and_nothing_is_saved(changes: dict[str, str], row: str, complaint: str) -> None:
    item = draft_question(pattern())
    client = signed_in(author())

    answer = client.post(address(item), form_of(client, item) | changes)

    html = answer.content.decode()
    assert answer.status_code == 422
    # Django names the list of a field's errors after the field.
    errors = html[html.index(f'id="{row}_error"') :]
    assert complaint in errors[: errors.index("</ul>")]
    assert item.revisions.count() == 1


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"key": ""}, "mark one of the choices as the key"),
        ({"key": "77"}, "mark one of the choices as the key"),
        ({"key": "5"}, "mark one of the choices as the key"),
        ({"steps-0-step": "", "steps-1-step": ""}, "the explanation&#x27;s steps"),
        ({"choices-0-text": "", "choices-0-code": ""}, "either text or code"),
        ({"choices-TOTAL_FORMS": "x"}, "ManagementForm data is missing"),
        ({"choices-TOTAL_FORMS": "999999"}, "at most 8 forms"),
    ],
)
def test_a_fault_of_the_whole_is_told_and_nothing_is_saved(changes: dict[str, str], complaint: str) -> None:
    item = draft_question(pattern())
    client = signed_in(author())

    answer = client.post(address(item), form_of(client, item) | changes)

    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert item.revisions.count() == 1


def test_what_was_typed_survives_a_refusal() -> None:
    item = draft_question(pattern())
    client = signed_in(author())

    typed = form_of(client, item) | {"title": "", "stem": "Typed <b>just</b> now.", "key": "2"}
    again = fields_of(client.post(address(item), typed).content.decode())

    assert (again["stem"], again["key"], again["title"]) == ("Typed <b>just</b> now.", "2", "")


def test_an_edit_that_somebody_overtook_is_not_saved_over_theirs() -> None:
    item = draft_question(pattern())
    client = signed_in(author())
    fields = form_of(client, item)
    save_revision(item, question(50), user(), NOW, False)

    answer = client.post(address(item), fields | {"hint": "Too late."})

    assert answer.status_code == 422
    assert "Somebody saved revision 2" in answer.content.decode()
    assert item.revisions.count() == 2
    assert fields_of(answer.content.decode())["hint"] == "Too late."


def test_a_new_item_gets_its_first_content() -> None:
    client = signed_in(author())
    of = pattern()
    added = client.post(reverse("admin:catalog_item_add"), {"slug": "new-sum", "pattern": of.pk, "type": "question"})
    item = Item.objects.get(slug="new-sum")
    assert added.headers["Location"] == address(item)
    raw = raw_question(3)
    fields = form_of(client, item) | {
        "kind": "conceptual",
        "level": "beginner",
        "title": raw["title"],
        "stem": raw["stem"],
        "hint": raw["hint"],
        "final_answer": "F",
        "quick_check": "Q",
        "steps-0-step": "S",
        "key": "1",
    }
    for number, choice in enumerate(raw["choices"][:2]):
        fields |= {f"choices-{number}-{name}": text for name, text in choice.items()}

    client.post(address(item), fields)

    saved = item.revisions.get().question
    assert isinstance(saved, Question)
    assert (saved.key, len(saved.choices), saved.snippet) == ("four", 2, None)


def test_cards_and_open_questions_are_edited_too() -> None:
    client = signed_in(author())
    of = pattern()
    card = Item.objects.create(slug="plus", pattern=of, type="card")
    save_revision(card, Card(level=Level.BEGINNER, front="F", back="B\n\nmore  \n"), None, NOW, False)
    opened = Item.objects.create(slug="why", pattern=of, type="open-question")
    save_revision(
        opened, OpenQuestion(level=Level.EXPERT, prompt="P", nudge="N", concepts=("one", "two")), None, NOW, False
    )

    for item in (card, opened):
        client.post(address(item), form_of(client, item))
        assert item.revisions.count() == 1
    client.post(address(card), form_of(client, card) | {"back": "Better"})
    client.post(address(opened), form_of(client, opened) | {"concepts": "one\n\n  three \n"})
    refused = client.post(address(opened), form_of(client, opened) | {"concepts": "one"})

    assert card.revisions.get(number=2).body == Card(level=Level.BEGINNER, front="F", back="Better")
    concepts = ItemRevision.objects.get(item=opened, number=2).content["concepts"]
    assert concepts == ["one", "three"]
    assert refused.status_code == 422
    assert "at least 2 items" in refused.content.decode()


def test_only_who_may_publish_marks_an_edit_to_be_published() -> None:
    item = draft_question(pattern(), kind="predict-output")
    for number, (somebody, marked) in enumerate([(author(), False), (reviewer(), True)], 2):
        client = signed_in(somebody)
        fields = form_of(client, item) | {"hint": f"Hint {number}.", "publish_when_proven": "on"}
        client.post(address(item), fields)
        assert item.revisions.get(number=number).publish_when_proven is marked
        assert Run.objects.exists() is marked


def test_prose_that_is_to_be_published_is_published_at_once() -> None:
    item = published_question(pattern())
    client = signed_in(reviewer())

    client.post(address(item), form_of(client, item) | {"hint": "Better.", "publish_when_proven": "on"})

    item.refresh_from_db()
    assert item.published == item.revisions.get(number=2)


def test_only_authors_edit() -> None:
    item = draft_question(pattern())

    assert signed_in(user(is_staff=True)).get(address(item)).status_code == 403
    for client in (Client(), signed_in(user())):
        assert client.get(address(item)).status_code == 302
        assert client.post(address(item), {}).status_code == 302


def test_an_unknown_item_is_not_found() -> None:
    assert signed_in(author()).get(reverse("admin:catalog_item_content", args=[12345])).status_code == 404


def test_whose_a_question_is_survives_an_edit() -> None:
    whose = {"bank": "quiz", "id": "q1", "source": "", "author": "Ada", "licence": "CC BY 4.0"}
    item = draft_question(pattern(), origin=whose)
    client = signed_in(author())

    client.post(address(item), form_of(client, item) | {"hint": "Another hint."})

    newest = item.revisions.order_by("-number").first()
    assert newest is not None
    assert (newest.question.hint, newest.content["origin"]) == ("Another hint.", whose)
