"""A supervisor that was started for one call is gone with it, however the call ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

PATIENCE_S = 120.0
NAP = "import time\ntime.sleep(5)\nprint(1)\n"
QUESTION = {"name": "nap", "source": NAP, "choices": {"one": "1", "two": "2"}, "key": "one"}
COMMANDS = {
    "run": ("nap.py",),
    "check": ("bank",),
    "verify": ("--jsonl", "nap.jsonl"),
    "explain": ("nap.jsonl",),
}


def descendants(pid: int) -> set[int]:
    """Every process that ``pid`` started, and those that these started."""
    try:
        children = {int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    except (FileNotFoundError, ProcessLookupError):
        return set()
    return children.union(*map(descendants, children))


def alive(pid: int) -> bool:
    """Whether it runs; who has ended and was not fetched by its parent does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_for(condition: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < until, what
        time.sleep(0.05)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    """Starts a command whose snippet sleeps, where no supervisor is running."""
    bank = tmp_path / "bank"
    bank.mkdir()
    for path, text in (
        (tmp_path / "nap.py", NAP),
        (tmp_path / "nap.jsonl", json.dumps(QUESTION)),
        (bank / "nap.py", NAP),
        (bank / "nap.out", "1\n"),
    ):
        path.write_text(text)
    started: list[subprocess.Popen[bytes]] = []
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("RUNNER_", "DJANGO_"))}

    def start(command: str) -> subprocess.Popen[bytes]:
        arguments = [each if each.startswith("--") else str(tmp_path / each) for each in COMMANDS[command]]
        process = subprocess.Popen(
            [sys.executable, "-m", "runner", command, *arguments],
            env={
                **clean,
                "RUNNER_SOCKET": str(tmp_path / "none.sock"),
                "RUNNER_RUNTIMES": "python",
                "RUNNER_SLOTS": "1",
            },
            stdout=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def is_running_something(process: subprocess.Popen[bytes]) -> bool:
    """The supervisor, the zygote and the child that sleeps are there."""
    return len(descendants(process.pid)) >= 3


@pytest.mark.parametrize(
    ("command", "number"), [*((each, signal.SIGTERM) for each in COMMANDS), ("check", signal.SIGKILL)]
)
def test_nothing_is_left_of_a_call_that_is_made_to_end(
    start: Callable[[str], subprocess.Popen[bytes]], command: str, number: signal.Signals
) -> None:
    process = start(command)
    wait_for(lambda: is_running_something(process), "nothing was started")
    family = descendants(process.pid)

    process.send_signal(number)

    told = -number if number == signal.SIGKILL else 128 + number
    assert process.wait(timeout=PATIENCE_S) == told
    wait_for(lambda: not any(map(alive, family)), "somebody is left")
