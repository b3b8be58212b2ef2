"""A program and all that it prints: the key is there, and nothing else that one could choose."""

from __future__ import annotations

from quizapp.authoring.interchange.drafting import ASKED, Raw, choices, title
from runner.banks.entry import Snippet
from runner.banks.runtime import runtime_for


def draft(entry: Snippet) -> Raw:
    made = choices([entry.output.rstrip("\n")])
    return {
        "kind": "predict-output",
        "title": title(entry.id),
        "stem": ASKED,
        "snippet": {"source": entry.code, "runtime": runtime_for(entry.code)},
        "choices": made,
        "key": made[0]["id"],
    }
