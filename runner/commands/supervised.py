"""A supervisor for one call: the running one where there is one, otherwise a child that ends with the call.

It ends however the call does: a caller that is told to end takes it down, and one that is killed lets go of the pipe
which the child reads from.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Final

from runner.config import Config
from runner.errors import SupervisorUnavailable
from runner.sandbox.client import Client, wait_until_ready

START_S: Final = 120.0


@contextlib.contextmanager
def supervisor(config: Config, *, own: bool = False) -> Iterator[Path]:
    """The socket of a supervisor that is ready; ``own`` starts one even if another is running."""
    if not own and _answers(config.socket):
        wait_until_ready(config.socket, START_S)
        yield config.socket
        return
    with tempfile.TemporaryDirectory(prefix="runner-") as folder:
        path = Path(folder) / "supervisor.sock"
        process = subprocess.Popen(
            [sys.executable, "-m", "runner", "serve", "--until-stdin-ends"],
            env={**os.environ, **environment_of(dataclasses.replace(config, socket=path))},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            with _told_to_end_with(process):
                wait_until_ready(path, START_S, alive=lambda: process.poll() is None)
                yield path
        finally:
            process.terminate()
            process.communicate()


@contextlib.contextmanager
def _told_to_end_with(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Let SIGTERM unwind the call as an exception would, and ``process`` take no more jobs meanwhile."""

    def leave(number: int, _: FrameType | None) -> None:
        process.terminate()
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def environment_of(config: Config) -> dict[str, str]:
    """The variables from which a child reads the same configuration."""
    return {
        "RUNNER_NAME": config.name,
        "RUNNER_SOCKET": str(config.socket),
        "RUNNER_SLOTS": str(config.slots),
        "RUNNER_RUNTIMES": ",".join(config.runtimes),
        "RUNNER_DEVICES": ",".join(config.devices),
        "RUNNER_IDLE_S": str(config.idle_s),
        "RUNNER_MEMORY_MIB": str(config.memory_mib),
        "RUNNER_WEIGHTS": str(config.weights),
        "RUNNER_UID_BASE": str(config.uid_base),
        "RUNNER_VENVS": ",".join(f"{name}={folder}" for name, folder in config.venvs.items()),
    }


def _answers(path: Path) -> bool:
    try:
        with Client(path):
            return True
    except SupervisorUnavailable:
        return False
