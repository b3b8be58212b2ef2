"""Forty question-like programs are run, followed and explained as the files under ``golden`` say."""

import os
from collections.abc import Callable

import pytest

from runner import citation
from runner.execute import OTHER_CHANCE
from runner.explanation.composing import explain
from runner.sandbox.messages import Traced
from tests.runner.explanation.golden import Golden, goldens, written

pytestmark = pytest.mark.processes

FAMILIES = ("counts", "shape", "value", "exception", "training")


@pytest.mark.parametrize("golden", goldens(), ids=lambda golden: golden.name)
def test_a_program_is_explained_as_its_file_says(traced: Callable[..., Traced], golden: Golden) -> None:
    seen, again = traced(golden.source), traced(golden.source, **OTHER_CHANCE)
    assert seen.trace is not None, seen.reason
    assert again.trace is not None, again.reason
    raised = next((step.raised for step in reversed(seen.trace.steps) if step.raised), "").partition(":")[0]
    exception = raised if golden.name.startswith("exception") and "except" not in golden.source else ""
    explanation = explain(seen.trace, golden.source, again=again.trace, exception=exception)
    assert explanation is not None
    text = written(golden.source, explanation)
    if os.environ.get("UPDATE_EXPLANATIONS"):
        golden.path.write_text(text, encoding="utf-8")
    assert text == golden.text
    assert citation.kept(explanation, seen.trace) == explanation


def test_there_are_forty_and_every_family_has_some() -> None:
    names = [golden.name for golden in goldens()]
    assert len(names) >= 40
    assert {name.partition("-")[0] for name in names} == set(FAMILIES)
