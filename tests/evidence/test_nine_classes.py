"""Each class of difference, by real runs on two versions of numpy: what is shown, what is noted, and what follows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from quizapp.catalog.models import ItemRevision
from quizapp.evidence.classing import ALARMS, Difference
from quizapp.evidence.models import Drift, Environment, Evidence
from quizapp.runs.models import Run
from quizapp.runs.recording import record
from quizapp.runs.requesting import request_run
from runner.execute import execute
from runner.protocol import Environment as EnvironmentMessage
from runner.sandbox.client import Client, wait_until_ready
from tests.evidence.builders import draft, question
from tests.runs.builders import NOON, after, host_is_up

ROOT: Final = Path(__file__).resolve().parents[2]
OLD, NEW = "1.26.4", "2.2.6"
MISSING: Final = [each for each in (OLD, NEW) if not (ROOT / f".venv-numpy-{each}" / "bin" / "python").exists()]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.processes,
    pytest.mark.skipif(bool(MISSING), reason=f"make runtime-numpy-{' runtime-numpy-'.join(MISSING)} has not been run"),
]

SAMPLES: Final[dict[Difference, tuple[str, str, str]]] = {
    Difference.SAME: ("print(np.ones((2, 3)).sum())", "6.0", "5.0"),
    Difference.FORMATTING: ("print([np.float64(1.5), np.int64(2)])", "[1.5, 2]", "[1.5, 3]"),
    Difference.DRIFT: (
        "x = np.array([0.1, 0.2, 0.4], dtype=np.float32)\nprint(abs(np.fft.fft(x)[1]).item())",
        "0.2645751350489357",
        "0.7",
    ),
    Difference.WARNING: ("print(np.trapz([1, 2, 3]))", "4.0", "6.0"),
    Difference.CHANGED: ("print((np.float32(3) + 3.0).dtype)", "float64", "float32"),
    Difference.RAISES: ("print(np.product([2, 3]))", "6", "AttributeError"),
    Difference.NO_LONGER_RAISES: ("print(np.concat([[1], [2]]))", "AttributeError", "[1 2]"),
    Difference.BECAME_UNSTABLE: (
        "try:\n    print(np.array(np.float32(3), copy=False))\nexcept ValueError:\n    print(np.random.rand())",
        "3.0",
        "0.5",
    ),
    Difference.BECAME_STABLE: ("print(np.char.add)", "<ufunc 'add'>", "add"),
}
"""The program after ``import numpy as np``; the key, on the new version where the old can have none; another choice."""


class Host:
    """A supervisor whose plain Python has one version of numpy."""

    def __init__(self, folder: Path, numpy: str) -> None:
        self.socket = folder / f"{numpy}.sock"
        clean = {name: value for name, value in os.environ.items() if not name.startswith("RUNNER_")}
        settings = {
            "RUNNER_SOCKET": str(self.socket),
            "RUNNER_RUNTIMES": "python",
            "RUNNER_SLOTS": "2",
            "RUNNER_VENVS": f"python=.venv-numpy-{numpy}",
        }
        self.process = subprocess.Popen([sys.executable, "-m", "runner", "serve"], env=clean | settings, cwd=ROOT)
        wait_until_ready(self.socket, 120, alive=lambda: self.process.poll() is None)
        with Client(self.socket) as client:
            (self.environment,) = client.state().environments

    def answers(self, run: Run, second: float) -> None:
        Run.objects.filter(pk=run.pk).update(state=Run.State.SENT, attempt=1)
        run.refresh_from_db()
        assert record(execute(run.request(1), self.socket, host="test"), after(second))


@pytest.fixture(scope="module")
def hosts() -> Iterator[tuple[Host, Host]]:
    folder = Path(tempfile.mkdtemp(prefix="qd-", dir="/tmp"))
    both = Host(folder, OLD), Host(folder, NEW)
    yield both
    for host in both:
        host.process.terminate()
        host.process.wait(timeout=30)
    shutil.rmtree(folder)


def wanted(revision: ItemRevision, where: EnvironmentMessage) -> Run:
    assert revision.program is not None
    expectation = revision.question.expectation()
    return request_run(revision.program, expectation, Run.Priority.REVERIFY, NOON, environment=where.digest)


def of(source: str, key: str, other: str) -> ItemRevision:
    choices: list[dict[str, Any]] = [
        {"id": "as-shown", "text": key, "rationale": "It is."},
        {"id": "elsewise", "text": other, "rationale": "It is not."},
    ]
    content = question(f"import numpy as np\n{source}\n", choices=choices, key="as-shown")
    return draft(content=content, when_proven=True)


@pytest.mark.parametrize("expected", list(Difference))
def test_each_class_by_real_runs(hosts: tuple[Host, Host], expected: Difference) -> None:
    old, new = hosts
    host_is_up(environments=[old.environment.to_dict()])
    revision = of(*SAMPLES[expected])
    old.answers(wanted(revision, old.environment), 1)
    before = Evidence.objects.get()
    assert before.environment.versions["numpy"] == OLD
    assert before.verdict == ("unstable" if expected is Difference.BECAME_STABLE else "proven")

    host_is_up(after(2), host="new", environments=[new.environment.to_dict()])
    Environment.objects.update(counts=True)
    new.answers(wanted(revision, new.environment), 3)
    drift = Drift.objects.get()
    assert drift.after.environment.versions["numpy"] == NEW
    assert drift.difference == expected
    revision.refresh_from_db()
    assert (revision.withdrawn_at is not None) == (expected in ALARMS)
    assert Drift.objects.open().exists() == (expected in ALARMS)


def test_there_is_a_sample_of_every_class() -> None:
    assert set(SAMPLES) == set(Difference)
    assert len(SAMPLES) == 9
