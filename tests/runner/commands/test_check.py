"""``python -m runner check`` as another project's CI calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.runner.banks.builders import write

pytestmark = pytest.mark.processes

Call = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def call(supervisor: Any) -> Call:
    def call(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("RUNNER_", "DJANGO_"))}
        return subprocess.run(
            [sys.executable, "-m", "runner", "check", *map(str, arguments)],
            env={**clean, "RUNNER_SOCKET": str(supervisor.socket)},
            capture_output=True,
            text=True,
            timeout=120,
        )

    return call


def test_a_bank_that_holds_is_told_in_one_line_and_status_0(call: Call, tmp_path: Path) -> None:
    done = call(write(tmp_path, a_md=">>> 1 + 1\n2\n"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "1 key: 1 hold, 0 not checked, 0 cannot be run, 0 are chance, 0 are wrong"


def test_a_wrong_key_is_told_with_its_line_and_status_5(call: Call, tmp_path: Path) -> None:
    done = call(write(tmp_path, a_md="Text.\n\n>>> 1 + 1\n3\n"))
    assert done.returncode == 5
    assert done.stdout.startswith(
        "a.md:3: wrong: It prints other numbers, at most 3.3e-01 apart.\n  wanted:\n    | 3\n"
    )


def test_only_what_the_caller_minds_fails(call: Call, tmp_path: Path) -> None:
    write(tmp_path, a_md=">>> import cobol\n")
    assert [call(tmp_path, "--fail-on", each).returncode for each in ("cannot-run", "chance")] == [3, 0]


def test_one_format_alone_can_be_asked_for(call: Call, tmp_path: Path) -> None:
    write(tmp_path, a_md=">>> 1\n2\n", b_py="print(1)\n", b_out="1\n")
    done = call(tmp_path, "--format", "pairs", "--output", "json")
    assert done.returncode == 0
    assert [each["file"] for each in json.loads(done.stdout)["findings"]] == ["b.py"]


def test_markdown_comes_on_standard_output(call: Call, tmp_path: Path) -> None:
    assert call(write(tmp_path, a_md=">>> 1\n2\n"), "--output", "markdown").stdout.startswith("## Keys checked")


def test_nothing_of_the_material_runs_outside_the_jail(call: Call, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    write(tmp_path, a_py=f'"""\n>>> open({str(mark)!r}, "w").close()\n"""\nopen({str(mark)!r}, "w").close()\n')
    call(tmp_path)
    assert not mark.exists()


@pytest.mark.parametrize(
    ("arguments", "status", "complaint"),
    [
        (("missing",), 1, "check: missing is no folder"),
        ((".", "--encoding", "cobol"), 1, "unknown encoding 'cobol'"),
        ((".", "--format", "mapped"), 1, "needs a bank.toml"),
        ((".", "--format", "cobol"), 2, "invalid choice"),
        ((), 2, "FOLDER"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(
    call: Call, arguments: tuple[str, ...], status: int, complaint: str
) -> None:
    done = call(*arguments)
    assert done.returncode == status
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr
