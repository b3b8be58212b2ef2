"""Entries become drafts that say what nobody has written yet; plain Python, without a database."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from quizapp.authoring.interchange.drafting import Terms, choices, slug_of, title
from quizapp.authoring.interchange.importing import drafted
from quizapp.catalog.missing import missing_parts
from runner.banks import entry as banks
from runner.banks import sessions
from runner.banks.entry import Attribution, Place
from runner.errors import BankInvalid

HERE = Place("a.md", 3)
TERMS = Terms("quiz", "beginner", Attribution("https://example.org", "Ada", "CC BY 4.0"))


def question(**changes: Any) -> banks.Question:
    given: dict[str, Any] = {"stem": "What does this print?", "code": "print(2)", "choices": ("2", "11"), "key": 0}
    return banks.Question(HERE, "q1", **given | changes)


def session(text: str) -> banks.Session:
    return banks.Session(HERE, "a.md", sessions.examples(text, "a.md", 1, text.split("\n")))


def test_a_question_keeps_all_it_says_and_lacks_the_rest() -> None:
    draft = drafted(question(), TERMS)
    assert (draft.kind, draft.title, draft.key) == ("predict-output", "What does this print?", "says-2")
    assert [choice.text for choice in draft.choices] == ["2", "11"]
    assert draft.snippet is not None
    assert (draft.snippet.source, draft.snippet.runtime) == ("print(2)", "python")
    assert missing_parts(draft.model_dump(mode="json")) == (
        "choices.says-2.rationale",
        "choices.says-11.rationale",
        "hint",
        "explanation.steps.1",
        "explanation.final_answer",
        "explanation.quick_check",
    )


def test_what_an_entry_says_of_itself_goes_before_what_holds_for_the_bank() -> None:
    draft = drafted(question(attribution=Attribution(author="Bob")), TERMS)
    assert draft.origin is not None
    assert draft.origin.model_dump() == {
        "bank": "quiz",
        "id": "q1",
        "source": "https://example.org",
        "author": "Bob",
        "licence": "CC BY 4.0",
    }


def test_without_a_licence_nothing_is_taken_over() -> None:
    with pytest.raises(BankInvalid, match="under which licence"):
        drafted(question(), Terms("quiz", "beginner", Attribution()))


@pytest.mark.parametrize(
    ("changes", "kind", "snippet"),
    [
        ({"code": ""}, "conceptual", False),
        ({"stem": "Which loss fits?"}, "conceptual", True),
        ({"code": "import torch\nprint(torch.ones(1))"}, "predict-output", True),
    ],
)
def test_only_what_asks_for_the_output_is_to_be_proven(changes: dict[str, Any], kind: str, snippet: bool) -> None:
    draft = drafted(question(**changes), TERMS)
    assert (draft.kind, draft.snippet is not None) == (kind, snippet)


def test_a_program_and_its_output_lack_another_choice() -> None:
    draft = drafted(banks.Snippet(HERE, "loops/a", "print(1)\nprint(2)\n", "1\n2\n"), TERMS)
    assert (draft.title, draft.choices[0].text) == ("loops/a", "1\n2")
    assert "choices.another.text" in missing_parts(draft.model_dump(mode="json"))
    assert draft.expectation() is not None


def test_examples_become_a_program_that_prints_what_they_show() -> None:
    draft = drafted(
        session(">>> a = [1]\n>>> a\n[1]\n>>> print(2)\n2\n>>> 'x'\n'x'\n>>> skip()  # doctest: +SKIP\n3\n"), TERMS
    )
    assert draft.snippet is not None
    assert draft.snippet.source == "a = [1]\nprint(repr(a))\nprint(2)\nprint(repr('x'))\n"
    assert draft.choices[0].text == "[1]\n2\n'x'"


def test_examples_that_raise_end_there() -> None:
    draft = drafted(session(">>> 1 / 0\nTraceback (most recent call last):\nZeroDivisionError: no\n>>> 2\n2\n"), TERMS)
    assert draft.snippet is not None
    assert (draft.snippet.source, draft.choices[0].text) == ("1 / 0\n", "ZeroDivisionError: no")


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        (session(">>> a = 1\n"), "its examples show no output"),
        (session(">>> f(<x>)\n1\n"), "line 1 is not Python"),
    ],
)
def test_what_makes_no_program_is_refused(entry: banks.Session, complaint: str) -> None:
    with pytest.raises(BankInvalid, match=complaint):
        drafted(entry, TERMS)


@pytest.mark.parametrize(
    "changes",
    [
        {"choices": tuple("123456789")},
        {"choices": ("2", "2")},
        {"choices": ("x" * 601, "y")},
        {"stem": "Option A is right?"},
        {"code": "#" * 8193},
    ],
)
def test_a_question_that_breaks_the_rules_for_all_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        drafted(question(**changes), TERMS)


def test_ids_of_choices_come_from_their_texts_and_differ() -> None:
    ids = [choice["id"] for choice in choices(["True", "[1, 2]", "(1, 2)", "→", "b"])]
    assert ids == ["says-true", "says-1-2", "says-1-2-2", ids[3], "says-b"]
    assert ids[3].startswith("says-")


@pytest.mark.parametrize("entry_id", ["Q1", "a b/c.md#q1", "é" * 300, "-" * 90, ""])
def test_a_slug_is_one_whatever_the_id(entry_id: str) -> None:
    assert slug_of("quiz", entry_id) == slug_of("quiz", entry_id)
    assert slug_of("quiz", entry_id) != slug_of("other", entry_id)
    assert len(slug_of("quiz", entry_id)) <= 80


def test_a_title_is_one_line_that_fits() -> None:
    assert title("### `f` prints?\nMore.") == "f` prints?"
    assert len(title("word " * 100)) <= 120
