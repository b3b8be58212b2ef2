"""Rewriting a snippet: every value is handed over once, in order, and nothing else changes."""

import ast
import builtins
from collections.abc import Iterator
from typing import Any

import pytest

from runner.inside.tracing.probes import PROBE, Probes, statements


@pytest.fixture
def handed_over() -> Iterator[list[tuple[int, Any]]]:
    """What probes hand over while a test runs rewritten code."""
    seen: list[tuple[int, Any]] = []

    def probe(number: int, value: Any) -> Any:
        seen.append((number, value))
        return value

    setattr(builtins, PROBE, probe)
    yield seen
    delattr(builtins, PROBE)


def rewritten(source: str) -> tuple[ast.Module, list[str]]:
    tree = ast.parse(source)
    probes = Probes(source)
    tree.body = [probes.visit(node) for node in tree.body]  # type: ignore[misc]  # statements stay statements
    return tree, probes.texts


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 2 * 3 + 1", {"2 * 3": 6, "2 * 3 + 1": 7}),
        ("x = [1, 2]\ny = x[0]", {"x": [1, 2], "x[0]": 1}),
        ("x = 'ab'.upper().lower()", {"'ab'.upper()": "AB", "'ab'.upper().lower()": "ab"}),
        ("x = f'{1 + 1:>{2 + 1}}'", {"1 + 1": 2, "f'{1 + 1:>{2 + 1}}'": "  2"}),
        ("x = sum(n for n in [1, 2])", {"sum(n for n in [1, 2])": 3}),
        ("x = (lambda n: n + 1)(2)", {"(lambda n: n + 1)(2)": 3}),
        ("if 1 < 2: x = 3", {"1 < 2": True}),
        ("def f(n):\n    return n + 1\nx = f(1)", {"n": 1, "n + 1": 2, "f(1)": 2}),
        ("class A:\n    y = 1 + 1\n    def f(self): return 2 + 2\nx = A().f()", {"2 + 2": 4, "A().f()": 4}),
        ("match 1 + 1:\n    case 2: x = 3 + 3", {"3 + 3": 6}),
        ("x = [*range(2)]", {"range(2)": range(2)}),
        ("x: 'int | None' = 1 + 1", {"1 + 1": 2}),
        ("é = 1; x = é + 1", {"é": 1, "é + 1": 2}),
        ("x = [n * 2 for n in (1, 2)]", {"n * 2, each time": 4, "[n * 2 for n in (1, 2)]": [2, 4]}),
        ("x = any(n > 1 for n in (1, 2, 3))", {"n > 1, each time": True}),
    ],
)
def test_sub_expressions_are_handed_over_with_their_source(
    handed_over: list[tuple[int, Any]], source: str, expected: dict[str, Any]
) -> None:
    tree, texts = rewritten(source)
    names: dict[str, Any] = {}
    exec(compile(tree, "snippet.py", "exec"), names)
    found = {texts[number]: value for number, value in handed_over}
    assert {text: found.get(text) for text in expected} == expected
    plain: dict[str, Any] = {}
    exec(source, plain)
    assert names.get("x") == plain.get("x")


def test_a_generator_that_is_used_up_elsewhere_is_left_alone(handed_over: list[tuple[int, Any]]) -> None:
    tree, texts = rewritten("made = (n + 1 for n in (1, 2))\nx = list(made)\ny = zip(n - 1 for n in (1, 2))\n")
    exec(compile(tree, "snippet.py", "exec"), {})
    assert not any(text.endswith("each time") for text in texts)


def test_what_a_comprehension_collects_is_handed_over_each_time(handed_over: list[tuple[int, Any]]) -> None:
    tree, texts = rewritten("x = sum(n * n for n in (1, 2, 3))\n")
    exec(compile(tree, "snippet.py", "exec"), {})
    assert [value for number, value in handed_over if texts[number] == "n * n, each time"] == [1, 4, 9]


def test_lines_of_an_exception_stay_those_of_the_source(handed_over: list[tuple[int, Any]]) -> None:
    tree, _ = rewritten("a = 1\n\nb = [a,\n     a / 0]\n")
    with pytest.raises(ZeroDivisionError) as raised:
        exec(compile(tree, "snippet.py", "exec"), {})
    assert raised.traceback[-1].lineno + 1 == 4


def test_lines_belong_to_the_statement_that_begins_before_them() -> None:
    source = "x = [\n    1,\n]\nfor i in x:\n    y = (i +\n         1)\n@deco\ndef f():\n    pass\n"
    assert statements(ast.parse(source)) == {
        1: (1, True), 2: (1, True), 3: (1, True), 4: (4, False), 5: (5, True), 6: (5, True), 7: (8, False),
        8: (8, False), 9: (9, False),
    }  # fmt: skip
