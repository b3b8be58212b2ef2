"""Examples in text: one namespace for the whole file, as doctest has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from runner.banks.entry import Session
from tests.runner.banks.builders import only, read, write


@pytest.mark.parametrize("ending", ["md", "markdown", "rst", "txt"])
def test_the_examples_of_a_file_are_one_session(tmp_path: Path, ending: str) -> None:
    session = only(Session, read(write(tmp_path, **{f"a_{ending}": "A.\n\n>>> a = 1\n\nB.\n\n>>> a\n1\n"})))
    assert [example.line for example in session.examples] == [3, 7]
    assert session.module == ""


def test_a_fence_is_no_part_of_an_output(tmp_path: Path) -> None:
    session = only(Session, read(write(tmp_path, a_md="```pycon\n>>> 1\n1\n```\ntext\n~~~\n>>> 2\n2\n~~~\n")))
    assert [(each.want, each.line) for each in session.examples] == [("1\n", 2), ("2\n", 7)]


def test_text_without_prompts_is_no_bank(tmp_path: Path) -> None:
    assert read(write(tmp_path, a_md="> > quoted\n", b_txt="a >>> b\n")) == []
