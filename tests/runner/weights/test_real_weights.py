"""Weights that lie in the host's folder are used as they are, and the verdict says so."""

from pathlib import Path
from typing import Any

import pytest
import torch

from runner.commands.verify import answer
from runner.protocol import Program
from runner.verification.questions import Question

pytestmark = pytest.mark.processes

LOAD = 'import torch\ns = torch.hub.load_state_dict_from_url("https://example.org/models/tiny-1234abcd.pth")\n'


@pytest.mark.parametrize(
    ("line", "output", "holds_for"),
    [
        ("print(s['w'])", "tensor([1., 2.])\n", "tiny-1234abcd.pth"),
        ("print(s['w'].shape)", "torch.Size([2])\n", "tiny-1234abcd.pth"),
    ],
)
def test_real_weights_are_named(own_supervisor: Any, tmp_path: Path, line: str, output: str, holds_for: str) -> None:
    torch.save({"w": torch.tensor([1.0, 2.0])}, tmp_path / "tiny-1234abcd.pth")
    running = own_supervisor(RUNNER_RUNTIMES="pytorch", RUNNER_WEIGHTS=str(tmp_path))
    found = answer(running.socket, Question("n", Program(source=LOAD + line), None, {}))
    assert (found["verdict"], found["output"], found["holds_for"]) == ("stable", output, holds_for)


def test_the_folder_cannot_be_written_to(own_supervisor: Any, tmp_path: Path) -> None:
    running = own_supervisor(RUNNER_WEIGHTS=str(tmp_path))
    source = f"open({str(tmp_path / 'planted')!r}, 'w')"
    found = answer(running.socket, Question("n", Program(source=source, runtime="python"), None, {}))
    assert found["verdict"] == "stable"
    assert list(tmp_path.iterdir()) == []
