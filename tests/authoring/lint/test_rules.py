"""Advice on content: each rule finds what it is about and nothing in a pack that keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.authoring.lint import lint
from quizapp.catalog.loading import read_pack
from tests.catalog.pack_folders import CONCEPTUAL, replace, write, write_pack

TWO = "adding/questions/two-and-two.yaml"
SUM = "adding/questions/print-a-sum.yaml"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_pack(tmp_path)


def findings(pack: Path) -> list[str]:
    return [f"{found.field}: {found.message}" for found in lint(read_pack(pack))]


def test_a_good_pack_has_no_findings(pack: Path) -> None:
    assert findings(pack) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        (TWO, "One too many.", "One<br>too many.", "raw-html: two-and-two holds the raw HTML '<br>'"),
        (TWO, "One too many.", "(missing)", "missing: still to be written: choices.five.rationale"),
        (TWO, "It is five", "Both of them", "all-or-none: choice five says 'Both of them'"),
        (SUM, "print(1 + 1)", 'print("a\tb")', "wide-code: line 1 of the code of print-a-sum holds a tab"),
        (SUM, "print(1 + 1)", f"print({1:090})", "wide-code: line 1 of the code of print-a-sum is 97 characters wide"),
    ],
)
def test_a_rule_finds_what_it_is_about(pack: Path, file: str, old: str, new: str, found: str) -> None:
    replace(pack / file, old, new)

    assert findings(pack) == [found]


@pytest.mark.parametrize("text", ["`<br>` is a tag", "```\n<b>\n```", "a < b > c", "x<10 and y>3"])
def test_code_and_comparisons_are_no_html(pack: Path, text: str) -> None:
    replace(pack / TWO, "One too many.", "|\n      " + text.replace("\n", "\n      "))

    assert findings(pack) == []


def test_a_key_that_is_longest_too_often_is_told(pack: Path) -> None:
    longer = CONCEPTUAL.replace("It is four\n", "It is four, as counting shows\n", 1)
    for number in range(5):
        write(pack / f"adding/questions/q{number}.yaml", longer.replace("Two and two", f"Sum {number}", 1))

    (found,) = findings(pack)

    assert found.startswith("key-length: the key is the longest choice in 5 of 6 questions: 'Sum 0'")
