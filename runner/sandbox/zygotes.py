"""The supervisor's side of a zygote: its process, its control socket, the runs that are its children."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
from typing import Any, Final, NamedTuple

from runner.errors import ZygoteFault
from runner.protocol import Device
from runner.sandbox.run import Run

START_DEADLINE_S: Final = 120.0
_MAX_MESSAGE: Final = 64 * 1024


class Key(NamedTuple):
    """What a zygote cannot change any more: each combination in use needs one of its own."""

    runtime: str
    hash_seed: int = 0
    plain: bool = False
    """Its libraries do without the processor's extensions."""
    device: Device = "cpu"


class Zygote:
    """One zygote, from its start to its end."""

    def __init__(self, key: Key, process: subprocess.Popen[bytes], control: socket.socket) -> None:
        self.key = key
        self.control = control
        self.runs: dict[int, Run] = {}
        self.ready: dict[str, Any] | None = None
        self.failure = ""
        self.final = False
        """The failure is this host's and will be the same next time."""
        self.used = time.monotonic()
        self._process = process
        self._deadline = self.used + START_DEADLINE_S

    @property
    def pid(self) -> int:
        return self._process.pid

    def late(self, now: float) -> bool:
        return self.ready is None and now >= self._deadline

    def idle_since(self, now: float) -> float:
        """Seconds without a run; 0 while it has one or is starting."""
        return 0.0 if self.ready is None or self.runs else now - self.used

    def fork(self, number: int, run: Run) -> None:
        """Ask for a child; raises ``ZygoteFault`` when the zygote is not there any more."""
        try:
            socket.send_fds(self.control, [json.dumps({"fork": number}).encode()], list(run.for_child))
        except OSError as error:
            raise ZygoteFault(f"zygote {self.pid} takes no requests: {error.strerror}") from error
        finally:
            run.handed_over()
        self.runs[number] = run

    def receive(self) -> tuple[dict[str, Any], list[int]] | None:
        """The next message and its descriptors, ``None`` once the zygote is gone; raises ``BlockingIOError``."""
        try:
            content, descriptors, _, _ = socket.recv_fds(self.control, _MAX_MESSAGE, 1)
        except ConnectionResetError:
            return None
        if not content:
            return None
        message: dict[str, Any] = json.loads(content)
        return message, descriptors

    def end(self) -> None:
        """Kill the process, and by that its children, and reap it."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self.control.close()
