"""What search finds, what it never finds, and that publishing keeps it current."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from quizapp.catalog.models import Item, Pattern
from quizapp.catalog.revising import save_revision
from quizapp.evidence import gate
from quizapp.search.finding import find
from quizapp.search.indexing import fill, rebuild
from quizapp.search.models import Document
from quizapp.search.words import asked, words_of
from tests.factories import content, people, sittings
from tests.factories.lessons import lesson_mode
from tests.factories.people import NOW

HOSTILE = [
    '"', "'", "*", "a AND", "NEAR(", "title:x", "(", "a OR b) --", "\\", "%", "a & !b", "<script>alert(1)</script>",
    "\x00", "\u202e", "x" * 5000, "é́́́", "💥", ":*", "|", "-",
]  # fmt: skip


def titles(query: str, learner: Any = None) -> list[str]:
    return [document.title for document in find(query, learner, NOW)]


def put_out(of: Pattern, slug: str, **changes: Any) -> Item:
    """Published the way authors do it, through the gate."""
    item = Item.objects.create(slug=slug, pattern=of, type="question")
    gate.publish(save_revision(item, content.question(1, **changes), None, NOW, False), NOW)
    item.refresh_from_db()
    return item


@pytest.fixture
def pattern(db: None) -> Pattern:
    return content.pattern("freezing-layers", summary="Stop the gradients of what was trained before.")


class TestWords:
    def test_code_is_cut_into_its_names(self) -> None:
        assert words_of("torch.ones_like(x)  # naïve") == ["torch", "ones", "like", "x", "naïve"]

    def test_a_query_asks_for_each_word_once_and_not_for_too_many(self) -> None:
        assert asked("Freeze freeze FREEZE it") == ["freeze", "it"]
        assert len(asked(" ".join(str(number) for number in range(100)))) == 12


def test_publishing_makes_it_found_and_a_new_revision_replaces_the_old_words(pattern: Pattern) -> None:
    item = put_out(pattern, "freeze", title="Freeze a backbone", stem="What about the zebra?")
    content.mode(pattern, "practice", [item])
    assert titles("zebra") == ["Freeze a backbone"]

    gate.publish(
        save_revision(item, content.question(2, title="Freeze", stem="What of the heron?"), None, NOW, False), NOW
    )

    assert titles("zebra") == []
    assert titles("heron") == ["Freeze"]


def test_beginnings_of_words_are_enough_and_all_have_to_be_there(pattern: Pattern) -> None:
    content.mode(pattern, "practice", [put_out(pattern, "freeze", stem="Gradients of a frozen backbone?")])

    assert titles("grad backb") == ["Adding up, part 1"]
    assert titles("grad giraffe") == []


def test_a_title_weighs_more_than_the_text(pattern: Pattern) -> None:
    items = [
        put_out(pattern, "in-text", title="Another", stem="All about the zebra?"),
        put_out(pattern, "in-title", title="Zebra", stem="Stripes?"),
    ]
    content.mode(pattern, "practice", items)

    assert titles("zebra") == ["Zebra", "Another"]


def test_lessons_and_patterns_are_found_by_what_they_say(pattern: Pattern) -> None:
    lesson_mode(pattern)
    rebuild()

    kinds = {document.kind for document in find("freezing", None, NOW)}

    assert kinds == {"pattern", "lesson"}
    assert [document.kind for document in find("jug", None, NOW)] == ["lesson"]


def test_a_pattern_renamed_is_found_under_its_new_name(pattern: Pattern) -> None:
    content.mode(pattern, "practice", [put_out(pattern, "freeze")])
    pattern.title = "Thawing"
    pattern.save()

    assert titles("thawing") == ["Thawing"]
    assert "Freezing layers" not in titles("freezing")


def test_hints_and_explanations_do_not_lead_to_a_question(pattern: Pattern) -> None:
    content.mode(pattern, "practice", [put_out(pattern, "freeze")])

    assert titles("mnemonic") == titles("rationale") == titles("fingers") == []


def test_sealed_questions_are_never_found(db: None) -> None:
    challenge = content.challenge(content.pattern("adding-up"))
    rebuild()
    assert len(titles("two case")) == 5
    sittings.policy(mode=challenge, reveal="never", attempts=1)

    assert titles("two case") == []
    assert titles("two case", people.guest()) == []


def test_what_is_retired_or_stands_nowhere_is_not_found(pattern: Pattern) -> None:
    retired, nowhere = (put_out(pattern, slug, title=slug, stem="The zebra?") for slug in ("retired", "nowhere"))
    content.mode(pattern, "practice", [retired, put_out(pattern, "other", title="Other", stem="Something?")])
    retired.retired_at = NOW
    retired.save()

    assert nowhere.published is not None
    assert titles("zebra") == []


@pytest.mark.parametrize("query", HOSTILE)
def test_any_query_is_answered(pattern: Pattern, client: Client, query: str) -> None:
    content.mode(pattern, "practice", [put_out(pattern, "freeze")])

    response = client.get(reverse("search"), {"q": query})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_page_leads_to_what_was_found(pattern: Pattern, client: Client) -> None:
    content.mode(pattern, "practice", [put_out(pattern, "freeze", stem="The zebra?")])

    page = client.get(reverse("search"), {"q": "zebra"}).content.decode()

    assert 'href="/q/freeze"' in page
    assert "1 found" in page
    assert "Nothing is found" in client.get(reverse("search"), {"q": "giraffe"}).content.decode()


def test_it_takes_no_more_queries_as_the_catalogue_grows(
    pattern: Pattern, client: Client, django_assert_max_num_queries: Any
) -> None:
    content.mode(pattern, "practice", [put_out(pattern, f"zebra-{number}", stem="Zebra?") for number in range(12)])
    with django_assert_max_num_queries(7):
        client.get(reverse("search"), {"q": "zebra"})


def test_command_makes_everything_anew(pattern: Pattern, capsys: pytest.CaptureFixture[str]) -> None:
    content.mode(pattern, "practice", [content.published_question(pattern)])
    assert not Document.objects.filter(item__isnull=False).exists()

    call_command("rebuild_search")

    assert "2 documents" in capsys.readouterr().out
    assert len(titles("adding")) == 1


def test_an_installation_from_before_is_filled_once(pattern: Pattern) -> None:
    content.mode(pattern, "practice", [content.published_question(pattern)])

    fill()

    assert Document.objects.count() == 2
