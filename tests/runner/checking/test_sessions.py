"""What doctest would run is run the same way, and each example is judged by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from runner.checking.finding import Finding, Spelling, Standing
from runner.checking.script import script_of, taken_apart
from runner.checking.sessions import judge
from runner.protocol import Execution, Outcome
from tests.runner.checking.builders import judged, observed, run, session


def told(findings: list[Finding]) -> list[tuple[int, str, str]]:
    return [(finding.place.line, finding.standing.value, finding.reason) for finding in findings]


@pytest.mark.parametrize(
    "text",
    [
        ">>> a = 1\n>>> a\n1\n",
        ">>> 'é'\n'é'\n",
        ">>> print('a', end='')\na\n",
        ">>> print('1\\n\\n2')\n1\n<BLANKLINE>\n2\n",
        ">>> None\n>>> 1\n1\n",
        ">>> for i in range(2):\n...     i\n0\n1\n",
        ">>> 1 / 0\nTraceback (most recent call last):\n    ...\nZeroDivisionError: division by zero\n",
        ">>> 1 +\nTraceback (most recent call last):\n    ...\nSyntaxError: invalid syntax\n",
        ">>> raise SystemExit(3)\nTraceback (most recent call last):\n    ...\nSystemExit: 3\n",
        ">>> __name__\n'__main__'\n",
        ">>> 1\n1\n>>> _ + 1\n2\n",
        ">>> list(range(20))  # doctest: +ELLIPSIS\n[0, ..., 19]\n",
        ">>> print('a   b')  # doctest: +NORMALIZE_WHITESPACE\na b\n",
        ">>> import inspect\n>>> def f():\n...     return 7\n>>> print(inspect.getsource(f))\ndef f():\n    return 7\n",
    ],
)
def test_what_doctest_holds_for_right_holds_exactly(tmp_path: Path, text: str) -> None:
    found = judged(text, tmp_path)
    assert found
    assert {(finding.standing, finding.spelling) for finding in found} <= {
        (Standing.HOLDS, Spelling.EXACT),
        (Standing.HOLDS, Spelling.BLANKS),  # the source of f ends with a line more
    }


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (">>> 1 + 1\n3\n", (1, "wrong", "It prints other numbers, at most 3.3e-01 apart.")),
        (">>> 'a'\n'b'\n", (1, "wrong", "It prints something else.")),
        (">>> a = 1\n1\n", (1, "wrong", "It prints nothing.")),
        (">>> 1\nTraceback (most recent call last):\nValueError: no\n", (1, "wrong", "It raises nothing.")),
        (">>> int('a')\n1\n", (1, "wrong", "It raises ValueError: invalid literal for int() with base 10: 'a'")),
        (">>> 1\n2  # xdoctest: +SKIP\n", (1, "not-checked", "Its author says that it varies: # xdoctest: +SKIP")),
        (">>> 1\n2  # may vary\n", (1, "not-checked", "Its author says that it varies: # may vary")),
        (">>> 1  # doctest: +SKIP\n2\n", (1, "not-checked", "Its author leaves it out: +SKIP")),
        (
            ">>> f(x)\n2\n",
            (1, "cannot-run", "It uses what nothing before it defines: NameError: name 'f' is not defined"),
        ),
        (">>> f(<x>)\n2\n", (1, "cannot-run", "It is not Python: SyntaxError: invalid syntax")),
        (
            ">>> import cobol\n",
            (1, "cannot-run", "It needs what is not here: ModuleNotFoundError: No module named 'cobol'"),
        ),
        (
            ">>> raise RuntimeError('Torch not compiled with CUDA enabled')\n2\n",
            (1, "cannot-run", "It needs what is not here: RuntimeError: Torch not compiled with CUDA enabled"),
        ),
    ],
)
def test_what_does_not_hold_is_told_with_its_reason(tmp_path: Path, text: str, finding: tuple[int, str, str]) -> None:
    assert told(judged(text, tmp_path)) == [finding]


def test_what_runs_disagree_over_is_chance_and_the_rest_is_not(tmp_path: Path) -> None:
    text = ">>> import random\n>>> x = random.random()\n>>> x\n0.5\n>>> x < 1\nTrue\n>>> x  # random\n0.25\n"
    found = judged(text, tmp_path)
    assert [finding.standing.value for finding in found] == ["chance", "holds", "not-checked"]
    assert found[0].because == ("seed",)


def test_an_output_that_varies_within_what_is_shown_holds(tmp_path: Path) -> None:
    (found,) = judged(">>> object()\n<object object at 0x...>\n", tmp_path)
    assert (found.standing, found.spelling) == (Standing.HOLDS, Spelling.ABBREVIATED)


def test_an_exception_may_be_shown_without_its_traceback(tmp_path: Path) -> None:
    (found,) = judged(">>> int('a')\nValueError: no number\n", tmp_path)
    assert (found.standing, found.spelling) == (Standing.HOLDS, Spelling.MESSAGE)


def test_nothing_is_claimed_where_nothing_is_shown(tmp_path: Path) -> None:
    assert judged(">>> print(1)\n\n>>> 2\n", tmp_path) == []


def test_what_follows_a_failure_is_not_called_wrong(tmp_path: Path) -> None:
    text = ">>> x = 1\n>>> x = missing()\n>>> x\n2\n>>> y = also_missing()\n>>> 3\n3\n"
    assert told(judged(text, tmp_path)) == [
        (2, "cannot-run", "It uses what nothing before it defines: NameError: name 'missing' is not defined"),
        (3, "cannot-run", "The example on line 2, before it, did not run."),
        (6, "holds", ""),
    ]


def test_a_run_that_ends_early_leaves_the_rest_undecided(tmp_path: Path) -> None:
    text = ">>> 1\n1\n>>> import os\n>>> os._exit(0)\n>>> 2\n2\n"
    assert told(judged(text, tmp_path)) == [(1, "holds", ""), (5, "cannot-run", "The run ended before it.")]


def test_a_limit_proves_nothing() -> None:
    made = session(">>> while True: pass\n>>> 1\n1\n")
    (finding,) = judge(made, observed(Execution(outcome=Outcome.TIMEOUT)))
    assert (finding.standing, finding.reason) == (Standing.CANNOT_RUN, "It did not end within its time.")


def test_the_names_of_a_module_that_stands_alone_are_there(tmp_path: Path) -> None:
    made = session(">>> two()\n2\n", module="alone", module_source="def two():\n    return 2\n")
    assert [each.standing.value for each in judge(made, observed(run(made, tmp_path)))] == ["holds"]


def test_a_name_of_the_module_hides_one_of_pythons_own_only_where_that_is_meant(tmp_path: Path) -> None:
    made = session(">>> max(1, 2)\n'its own'\n", module="alone", module_source="def max(*_):\n    return 'its own'\n")
    assert [each.standing.value for each in judge(made, observed(run(made, tmp_path)))] == ["holds"]
    (kept,) = judge(made, observed(run(made, tmp_path, keep_builtins=True)))
    assert kept.printed == "2\n"


def test_a_prelude_gives_names_and_its_failure_is_told(tmp_path: Path) -> None:
    assert [each.standing.value for each in judged(">>> m.floor(1.5)\n1\n", tmp_path, prelude="import math as m")] == [
        "holds"
    ]
    (finding, other) = judged(">>> m.floor(1.5)\n1\n>>> 1\n2\n", tmp_path, prelude="import cobol as m")
    assert "ModuleNotFoundError: No module named 'cobol'" in finding.reason
    assert other.standing is Standing.CANNOT_RUN


def test_what_an_example_prints_past_python_belongs_to_none(tmp_path: Path) -> None:
    (finding,) = judged(">>> import os\n>>> os.write(1, b'noise')\n5\n", tmp_path)
    assert finding.standing is Standing.HOLDS


def test_a_line_that_only_looks_like_a_report_is_left_alone() -> None:
    made = session(">>> 1\n1\n")
    mark = script_of(made).split("'")[1]
    for line in ("", "{", "[1]", '{"number": "x"}', '{"number": 0, "printed": 1, "raised": 5}'):
        assert taken_apart(made, Execution(outcome=Outcome.FINISHED, stdout=f"{mark}{line}\n")).shown == {}
