from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

# Stands in for an interpreter: says its version, and answers `-c` as one that is too old would.
TOO_OLD = '#!/bin/sh\ncase "$1" in --version) echo Python 3.9.2;; *) exit 1;; esac\n'


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def make(clone: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments],
        cwd=clone,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("target", ["up", "test"])
def test_a_python_that_is_too_old_is_refused_in_one_line(clone: Path, target: str) -> None:
    old = clone / "old-python"
    old.write_text(TOO_OLD)
    old.chmod(0o755)
    result = make(clone, target, f"PYTHON={old}")
    assert result.returncode != 0
    said, made_of_it = result.stderr.strip().splitlines()
    assert said.startswith("Python 3.9.2 is too old: Python 3.11 or newer is needed")
    assert made_of_it.startswith("make: ***")
    assert not (clone / ".venv").exists()


def test_no_python_is_refused_in_one_line(clone: Path) -> None:
    result = make(clone, "up", "PYTHON=no-such-python")
    assert result.returncode != 0
    assert result.stderr.startswith("no no-such-python here: install Python 3.11 or newer")


def test_help_lists_the_two_commands(clone: Path) -> None:
    told = make(clone).stdout
    assert "make up " in told
    assert "make test " in told


def test_starting_asks_for_no_tool_of_the_tests_and_without_a_runner_for_no_torch(clone: Path) -> None:
    started = make(clone, "-n", "up").stdout
    assert "postgres runner" in started
    assert "dev" not in started.replace("/dev/null", "")
    assert "runner" not in make(clone, "-n", "up", "QUIZAPP_RUNNER=none").stdout.replace("QUIZAPP_RUNNER", "")


def test_every_constraint_is_one_exact_version() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert all(line.count("==") == 1 and "+" not in line for line in lines)
    assert "torch==2.13.0" in lines
