"""What a runtime's declaration says of itself, and what happens where it is not installed."""

import dataclasses
from typing import Any

import pytest

from runner.commands.verify import answer
from runner.protocol import Program
from runner.runtimes.declaration import declared, wanted_by
from runner.verification.questions import Question


def test_the_four_runtimes_are_found_by_their_files() -> None:
    assert set(declared()) == {"python", "pytorch", "sklearn", "tensorflow"}


def test_a_runtime_whose_venv_is_not_there_misses_everything() -> None:
    gone = dataclasses.replace(declared()["tensorflow"], venv=".venv-that-nobody-made")
    assert gone.missing() == ("tensorflow-cpu", "keras")
    assert gone.versions() == {}


def test_a_source_without_imports_wants_none() -> None:
    assert wanted_by("print('import torch')") is None


@pytest.mark.processes
@pytest.mark.parametrize(
    ("program", "reason"),
    [
        (Program(source="1", runtime="tensorflow"), "runtime not installed"),
        (Program(source="1", runtime="python", device="cuda"), "device not available"),
    ],
)
def test_what_a_host_does_not_have_is_inconclusive(own_supervisor: Any, program: Program, reason: str) -> None:
    line = answer(own_supervisor().socket, Question("n", program, None, {}))
    assert (line["verdict"], line["reason"], line["runs"]) == ("inconclusive", reason, 0)
