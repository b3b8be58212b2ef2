"""Forty question-like programs are run, followed and explained as the files under ``golden`` say."""

import os
from collections.abc import Callable

import pytest

from runner import citation
from runner.explanation.composing import explain
from runner.sandbox.messages import Traced
from tests.runner.explanation.golden import Golden, goldens, written

pytestmark = pytest.mark.processes

FAMILIES = ("counts", "shape", "value", "exception", "training")


@pytest.mark.parametrize("golden", goldens(), ids=lambda golden: golden.name)
def test_a_program_is_explained_as_its_file_says(traced: Callable[..., Traced], golden: Golden) -> None:
    seen = traced(golden.source)
    assert seen.trace is not None, seen.reason
    explanation = explain(seen.trace, golden.source)
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
