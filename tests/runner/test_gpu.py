"""What only a GPU can show; run wherever one can be had."""

from pathlib import Path
from typing import Any

import pytest

from runner.protocol import Limits, Outcome, Program
from runner.sandbox.client import Client
from runner.sandbox.jail import lanes
from runner.sandbox.messages import Job

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.processes,
    pytest.mark.skipif(lanes.lane_of("cuda") is None, reason="this host has no GPU"),
]


@pytest.fixture
def on_gpu(own_supervisor: Any) -> Path:
    running = own_supervisor(RUNNER_RUNTIMES="pytorch", RUNNER_DEVICES="cpu,cuda")
    state = running.state()
    assert "cuda" in {each.device for each in state.environments}, state.notes
    socket: Path = running.socket
    return socket


def output(socket: Path, source: str) -> str:
    with Client(socket) as client:
        program = Program(source=source, runtime="pytorch", device="cuda")
        (answer,) = client.run([Job(id=1, program=program, limits=Limits(memory_mib=2048))])
    assert answer.execution is not None, answer.fault
    assert answer.execution.outcome is Outcome.FINISHED, answer.execution
    return answer.execution.stdout


def test_a_jailed_run_computes_on_the_gpu(on_gpu: Path) -> None:
    source = "import torch\nx = torch.ones(3, device='cuda')\nprint(x.device.type, x.sum().item())"
    assert output(on_gpu, source) == "cuda 3.0\n"


def test_mixing_devices_raises_as_it_does_outside(on_gpu: Path) -> None:
    source = (
        "import torch\ntry:\n    torch.ones(3, device='cuda') + torch.ones(3)\n"
        "except RuntimeError as error:\n    print('same device' in str(error))"
    )
    assert output(on_gpu, source) == "True\n"


def test_the_zygote_stays_fit_for_the_next_one(on_gpu: Path) -> None:
    source = "import torch\nprint(torch.cuda.is_available())"
    assert [output(on_gpu, source) for _ in range(3)] == ["True\n"] * 3


def test_autograd_trains_there(on_gpu: Path) -> None:
    source = (
        "import torch\ntorch.manual_seed(0)\nlayer = torch.nn.Linear(4, 1).to('cuda')\n"
        "layer(torch.ones(2, 4, device='cuda')).sum().backward()\nprint(layer.weight.grad.tolist())"
    )
    assert output(on_gpu, source) == "[[2.0, 2.0, 2.0, 2.0]]\n"
