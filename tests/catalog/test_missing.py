from __future__ import annotations

from quizapp.catalog.missing import MISSING, missing_parts
from tests.evidence.builders import question


def test_each_missing_part_is_named_by_its_place() -> None:
    content = question(
        hint=MISSING,
        choices=[
            {"id": "two", "text": "2", "rationale": "One and one."},
            {"id": "eleven", "text": "11", "rationale": MISSING},
        ],
        explanation={"steps": ["Add.", MISSING], "final_answer": MISSING, "quick_check": "1 + 1 = 2"},
    )
    assert missing_parts(content.model_dump(mode="json")) == (
        "choices.eleven.rationale",
        "hint",
        "explanation.steps.2",
        "explanation.final_answer",
    )


def test_a_text_that_speaks_of_what_is_missing_is_there() -> None:
    assert missing_parts(question(hint="A comma is (missing).").model_dump(mode="json")) == ()
