"""Programs and what lies beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from runner.banks.entry import Snippet
from tests.runner.banks.builders import complaints, only, read, write


@pytest.mark.parametrize("ending", ["out", "expected", "stdout"])
def test_a_program_and_its_output_are_one_entry(tmp_path: Path, ending: str) -> None:
    write(tmp_path, **{"loops__a_py": "print(1)\n", f"loops__a_{ending}": "1\n"})
    snippet = only(Snippet, read(tmp_path))
    assert (snippet.id, snippet.code, snippet.output) == ("loops/a", "print(1)\n", "1\n")


def test_a_program_without_an_output_is_none(tmp_path: Path) -> None:
    assert read(write(tmp_path, a_py="print(1)\n", b_out="2\n"), "pairs") == []


def test_an_output_that_is_no_text_is_told(tmp_path: Path) -> None:
    write(tmp_path, a_py="print(1)\n")
    (tmp_path / "a.out").write_bytes(b"\xff")
    assert complaints(read(tmp_path)) == {"a.py": "not utf-8 at byte 0"}
