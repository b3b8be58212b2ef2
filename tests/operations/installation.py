"""An installation in a folder of its own, started by ``manage.py up`` as a person would."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
BOUND_S = 240.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(condition: Callable[[], bool], what: str, bound_s: float = BOUND_S) -> None:
    give_up_at = time.monotonic() + bound_s
    while not condition():
        assert time.monotonic() < give_up_at, f"waited too long for {what}"
        time.sleep(0.05)


def running() -> dict[int, int]:
    """Every live process and its parent."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            found[int(path.parent.name)] = int(parent)
    return found


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def resident_mib(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


class Installation:
    """One home and port; ``start`` and ``stop`` as often as a test likes."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.port = free_port()
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home.parent),
            "QUIZAPP_HOME": str(home),
            "PORT": str(self.port),
            **environment,
        }
        self.lines: list[str] = []
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None

    @property
    def process(self) -> subprocess.Popen[str]:
        assert self._process is not None, "it was not started"
        return self._process

    def start(self) -> None:
        self.lines.clear()
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def ready(self) -> None:
        wait_until(lambda: self.said("READY") or self.process.poll() is not None, f"READY after {self.lines}")
        assert self.said("READY"), self.told()

    def said(self, text: str) -> bool:
        return any(text in line for line in self.lines)

    def told(self) -> str:
        logs = [f"--- {log.name}\n{log.read_text()[-2000:]}" for log in sorted(self.home.glob("logs/*.log"))]
        return "\n".join([*self.lines, *logs])

    def ended(self) -> int:
        status = self.process.wait(60)
        assert self._reader is not None
        self._reader.join(10)
        return status

    def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.ended()

    def family(self) -> dict[int, str]:
        """Every process that descends from ``up``, with its command line."""
        parents = running()
        found = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return {pid: command_line(pid) for pid in found}

    def child(self, *words: str) -> int | None:
        """The direct child of ``up`` whose command line holds all the words."""
        parents = running()
        for pid, line in self.family().items():
            if parents.get(pid) == self.process.pid and all(word in line for word in words):
                return pid
        return None

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def answers(self, path: str, status: int) -> bool:
        try:
            return self.get(path)[0] == status
        except (OSError, http.client.HTTPException):
            return False

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def evidence(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.manage("evidence", "--json").splitlines()]

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stdout:
            for line in stdout:
                self.lines.append(line.rstrip("\n"))
