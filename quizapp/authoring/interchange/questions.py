"""A question with choices, one of them marked."""

from __future__ import annotations

from quizapp.authoring.interchange.drafting import Raw, choices, title
from runner.banks.entry import Question
from runner.banks.runtime import runtime_for


def draft(entry: Question) -> Raw:
    made = choices(entry.choices)
    return {
        "kind": "predict-output" if entry.asks_for_output else "conceptual",
        "title": title(entry.stem),
        "stem": entry.stem,
        "snippet": {"source": entry.code, "runtime": runtime_for(entry.code)} if entry.code else None,
        "choices": made,
        "key": made[entry.key]["id"],
    }
