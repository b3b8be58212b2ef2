"""A real supervisor for the tests of the runner, started once, and ways to have it run things."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from runner.protocol import Execution, Fault, Limits, Program
from runner.sandbox.client import Client, wait_until_ready
from runner.sandbox.messages import Answer, HostState, Job, Traced
from runner.variant import Variant


@dataclass
class RunningSupervisor:
    """A supervisor process and its socket."""

    process: "subprocess.Popen[bytes]"
    socket: Path

    def state(self) -> HostState:
        with Client(self.socket) as client:
            return client.state()

    def answer(self, source: str, runtime: str, variant: Variant, limits: Limits, *, trace: bool = False) -> Answer:
        program = Program(source=source, runtime=runtime)
        with Client(self.socket) as client:
            job = Job(id=1, program=program, variant=variant, limits=limits, trace=trace)
            (answer,) = client.run([job])
            return answer

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


Start = Callable[..., RunningSupervisor]
Run = Callable[..., Execution]


def start_supervisor(folder: Path, settings: dict[str, str], wait: bool = True) -> RunningSupervisor:
    path = folder / "supervisor.sock"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RUNNER_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "runner", "serve"],
        env={**clean, "RUNNER_SOCKET": str(path), "RUNNER_SLOTS": "2", **settings},
        stdin=subprocess.DEVNULL,
    )
    if wait:
        wait_until_ready(path, 120, alive=lambda: process.poll() is None)
    return RunningSupervisor(process, path)


def short_folder() -> Path:
    """A folder whose path is short enough for a socket in it."""
    return Path(tempfile.mkdtemp(prefix="qr-", dir="/tmp"))


@pytest.fixture(scope="session")
def supervisor() -> Iterator[RunningSupervisor]:
    """The supervisor that most tests share: nothing is ever done to it but having it run things."""
    folder = short_folder()
    running = start_supervisor(folder, {"RUNNER_NAME": "shared"})
    yield running
    running.stop()
    shutil.rmtree(folder)


@pytest.fixture
def own_supervisor() -> Iterator[Start]:
    """Starts supervisors that a test may kill; plain Python unless told otherwise, because that starts at once."""
    started: list[tuple[RunningSupervisor, Path]] = []

    def start(wait: bool = True, **settings: str) -> RunningSupervisor:
        folder = short_folder()
        running = start_supervisor(folder, {"RUNNER_RUNTIMES": "python", **settings}, wait)
        started.append((running, folder))
        return running

    yield start
    for running, folder in started:
        running.stop()
        shutil.rmtree(folder)


@pytest.fixture
def run(supervisor: RunningSupervisor) -> Run:
    """Has one snippet run once: ``run(source, runtime="python", seed=3, wall_s=2.0)``."""

    def run(source: str, runtime: str = "pytorch", **options: Any) -> Execution:
        limits = Limits(**{name: options.pop(name) for name in list(options) if name in Limits.model_fields})
        answer = supervisor.answer(source, runtime, Variant(**options), limits)
        assert answer.fault is None, answer.fault
        assert answer.execution is not None
        return answer.execution

    return run


@pytest.fixture
def traced(supervisor: RunningSupervisor) -> Callable[..., Traced]:
    """Has one snippet run once and followed, and sees that it prints what it prints alone."""

    def traced(source: str, runtime: str = "pytorch", **chance: int) -> Traced:
        variant = Variant.model_validate(chance)
        plain, followed = (
            supervisor.answer(source, runtime, variant, Limits(), trace=trace) for trace in (False, True)
        )
        assert plain.execution is not None
        assert followed.execution is not None
        assert followed.traced is not None
        if followed.traced.trace is not None:
            assert (followed.execution.stdout, followed.execution.outcome) == (
                plain.execution.stdout,
                plain.execution.outcome,
            )
        return followed.traced

    return traced


@pytest.fixture
def fault_of() -> Callable[[Answer], Fault]:
    def fault_of(answer: Answer) -> Fault:
        assert answer.fault is not None
        return answer.fault

    return fault_of
