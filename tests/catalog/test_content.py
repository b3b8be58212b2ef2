"""The content models refuse what would mislead a learner."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from quizapp.catalog.content import Question, content_digest
from runner.message import digest_of


def choice(choice_id: str, text: str) -> dict[str, str]:
    return {"id": choice_id, "text": text, "rationale": "Because."}


def raw_question(**changes: Any) -> dict[str, Any]:
    question: dict[str, Any] = {
        "kind": "predict-output",
        "title": "A sum",
        "level": "beginner",
        "stem": "What is printed?",
        "snippet": {"source": "print(1 + 1)", "runtime": "python"},
        "choices": [
            {"id": "two", "text": "2", "rationale": "One and one."},
            {"id": "eleven", "text": "11", "rationale": "Joins texts."},
        ],
        "key": "two",
        "hint": "Numbers, not texts.",
        "explanation": {"steps": ["Both are integers."], "final_answer": "It prints 2.", "quick_check": "1 + 1 = 2"},
    }
    return question | changes


def parse(raw: dict[str, Any]) -> Question:
    return Question.model_validate(raw, strict=False)


def test_a_whole_question_is_accepted_and_knows_its_expectation() -> None:
    expectation = parse(raw_question()).expectation()
    assert expectation is not None
    assert expectation.key == "two"


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"key": "three"}, "none of the choices"),
        ({"snippet": None}, "needs a snippet"),
        ({"hint": "Option B is close."}, "letters are given only when shown"),
        ({"choices": [choice("a", "2"), choice("b", "3")]}, "tells"),
        ({"choices": [choice("x", "2"), choice("y", "2")], "key": "x"}, "read the same"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_a_misleading_question_is_refused(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        parse(raw_question(**changes))


def test_a_question_that_was_not_taken_over_has_the_digest_it_had_before_there_were_origins() -> None:
    question = Question.model_validate(raw_question(), strict=False)
    said = question.model_dump(mode="json")
    del said["origin"]
    assert content_digest(question) == digest_of(said)


def test_whose_a_question_is_belongs_to_what_it_says() -> None:
    whose = {"bank": "quiz", "id": "q1", "licence": "CC BY 4.0"}
    taken_over = Question.model_validate(raw_question(origin=whose), strict=False)
    assert content_digest(taken_over) != content_digest(Question.model_validate(raw_question(), strict=False))
    with pytest.raises(ValidationError, match="licence"):
        Question.model_validate(raw_question(origin={"bank": "quiz", "id": "q1"}), strict=False)
