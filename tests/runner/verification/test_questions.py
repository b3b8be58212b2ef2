"""Lines of questions: what may be asked, and the one complaint about each line that may not."""

import json
from typing import Any

import pytest

from runner.protocol import Comparison
from runner.verification.questions import Question, Refused, read

RIGHT = {"name": "n", "source": "print(3)", "choices": {"A": "3", "B": "4"}, "key": "A"}


def one(line: dict[str, Any] | bytes, runtime: str = "") -> Question | Refused:
    (found,) = read(line if isinstance(line, bytes) else json.dumps(line).encode(), runtime, "cpu")
    return found


def asked(line: dict[str, Any], runtime: str = "") -> Question:
    found = one(line, runtime)
    assert isinstance(found, Question), found
    return found


def test_choices_keep_the_names_they_have() -> None:
    question = asked(RIGHT)
    assert question.expectation is not None
    assert question.names[question.expectation.key] == "A"


@pytest.mark.parametrize(
    ("compare", "comparison"),
    [
        (None, Comparison()),
        ("exact", Comparison(relation="exact")),
        ({"relation": "numbers", "tolerance": 1}, Comparison(relation="numbers", tolerance=1.0)),
        ({"relation": "shape"}, Comparison(relation="shape")),
    ],
)
def test_a_comparison_is_a_name_or_an_object(compare: object, comparison: Comparison) -> None:
    question = asked(RIGHT | {"choices": {"A": "(3,)", "B": "(9,)"}, "compare": compare})
    assert question.expectation is not None
    assert question.expectation.comparison == comparison


@pytest.mark.parametrize(
    ("source", "runtime"),
    [
        ("print(1)", "python"),
        ("import torch", "pytorch"),
        ("if 1:\n    from torchvision import models", "pytorch"),
        ("from sklearn.svm import SVC\nimport pandas", "sklearn"),
        ("import torch\nfrom tensorflow.keras import layers", "tensorflow"),
        ("text = 'import torch'", "python"),
    ],
)
def test_a_source_tells_its_runtime_by_its_imports(source: str, runtime: str) -> None:
    assert asked({"name": "n", "source": source}).program.runtime == runtime
    assert asked({"name": "n", "source": source}, "python").program.runtime == "python"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"key": None}, "key None is none of the choices"),
        ({"key": "C"}, "key 'C' is none of the choices A, B"),
        ({"key": ["A"]}, "is none of the choices"),
        ({"choices": {"A": "3", "B": " 3 "}}, "choices 'A' and 'B' are equal when compared by lines"),
        ({"choices": {"A": "1.0", "B": "1"}, "compare": "numbers"}, "are equal when compared by numbers"),
        ({"choices": {str(number): str(number) for number in range(10_000)}}, "10000 choices; from 2 to 16"),
        ({"choices": {"A": "3"}}, "1 choices"),
        ({"choices": ["3", "4"]}, "choices is no object"),
        ({"choices": {"A": 3, "B": "4"}}, "choice 'A' is no text"),
        ({"compare": "fuzzy"}, "unknown comparison 'fuzzy'; known are exact"),
        ({"compare": ["exact"]}, "compare is neither"),
        ({"compare": {"relation": "numbers", "tolerance": -1}}, "tolerance -1 is negative"),
        ({"compare": {"relation": "numbers", "tolerance": True}}, "tolerance True is no number"),
        ({"compare": {"relation": "numbers", "tolerance": float("nan")}}, "no finite number"),
        ({"compare": {"relation": "lines", "tolerance": 0.1}}, "tolerance goes with relation 'numbers' only"),
        ({"compare": {"relation": "numbers", "strict": 1}}, "Comparison: strict"),
        ({"runtime": "cobol"}, "unknown runtime 'cobol'"),
        ({"runtime": 3}, "unknown runtime 3"),
        ({"device": "tpu"}, "Program: device"),
        ({"source": ""}, "Program: source"),
        ({"source": None}, "Program: source"),
        ({"colour": "red"}, "unknown field 'colour'"),
        ({"name": 7}, "name is missing or no text"),
    ],
)
def test_a_line_that_makes_no_sense_gets_one_clear_complaint(change: dict[str, Any], complaint: str) -> None:
    found = one(RIGHT | change)
    assert isinstance(found, Refused)
    assert complaint in found.complaint


@pytest.mark.parametrize("line", [b"{", b"[]", b"3", b"\xff", b"[" * 100_000])
def test_a_line_that_is_no_object_gets_one_too(line: bytes) -> None:
    assert isinstance(one(line), Refused)


@pytest.mark.parametrize(("missing", "complaint"), [("key", "choices without a key"), ("choices", "without choices")])
def test_choices_and_key_go_together(missing: str, complaint: str) -> None:
    found = one({name: value for name, value in RIGHT.items() if name != missing})
    assert isinstance(found, Refused)
    assert complaint in found.complaint


def test_the_other_lines_go_on() -> None:
    lines = b"nonsense\n\n" + json.dumps(RIGHT).encode() + b"\n"
    refused, question = read(lines, "", "cpu")
    assert isinstance(refused, Refused)
    assert refused.complaint.startswith("line 1: not JSON")
    assert isinstance(question, Question)
