"""One child process of ``up``: started, watched, restarted after a growing pause, and stopped within a bound.

Every child leads a session of its own: Ctrl-C in a terminal reaches only the parent, which then stops its children in
order, and what a dead child leaves behind can be ended by its process group.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 30.0
SETTLED_AFTER_S: Final = 60.0
"""A child that lived this long is forgiven its earlier deaths."""
LOG_LIMIT_BYTES: Final = 5_000_000


@dataclass(frozen=True)
class ChildPlan:
    """What to run, with exactly which environment, and how long it may take to stop."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    stop_within_s: float = 10.0


def pause_before(deaths: int) -> float:
    """Seconds to wait before the start that follows the given number of deaths in a row."""
    return min(FIRST_PAUSE_S * 2.0 ** min(deaths - 1, 16), LONGEST_PAUSE_S)


class Child:
    """The process of one plan; moments are readings of one monotonic clock, in seconds."""

    def __init__(self, plan: ChildPlan, folder: Path, log: Path) -> None:
        self.plan = plan
        self.log = log
        self.deaths = 0
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._start_due: float | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self, at: float) -> None:
        with self._open_log() as log:
            self._process = subprocess.Popen(  # noqa: S603  (our own commands)
                [sys.executable, "-m", "quizapp.operations.tether", str(os.getpid()), *self.plan.command],
                cwd=self._folder,
                env=dict(self.plan.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._started_at = at
        self._start_due = None

    def keep_alive(self, at: float) -> str | None:
        """Restart a dead child when its pause is over; a sentence when there is news, else nothing."""
        if self._start_due is not None:
            if at >= self._start_due:
                self.start(at)
                return f"{self.plan.name} started again"
            return None
        status = self._reap()
        if status is None:
            return None
        self.deaths = 1 if at - self._started_at >= SETTLED_AFTER_S else self.deaths + 1
        self._start_due = at + pause_before(self.deaths)
        words = f" ({self.last_words()})" if status > 0 else ""
        return f"{self.plan.name} ended with {_told(status)}{words}; see {self.log}"

    def ask_to_stop(self) -> None:
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGTERM)

    def stop(self) -> None:
        """End the child and all it left in its process group: asked first, killed when its time is up."""
        self._start_due = None
        self.ask_to_stop()
        give_up_at = time.monotonic() + self.plan.stop_within_s
        while self._process is not None and self._reap() is None:
            if time.monotonic() >= give_up_at:
                os.killpg(self._process.pid, signal.SIGKILL)
            time.sleep(0.02)

    def last_words(self) -> str:
        """The last line of the child's log that says something."""
        lines = [line.strip() for line in self.log.read_text(errors="replace").splitlines() if line.strip()]
        return lines[-1] if lines else "it said nothing"

    def _reap(self) -> int | None:
        """The exit status once the child has ended, after which nothing of its process group is left."""
        if self._process is None:
            return None
        # Looked at before it is reaped: until then its number cannot be given to a stranger's group.
        if os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return None
        os.killpg(self._process.pid, signal.SIGKILL)
        status = self._process.wait()
        self._process = None
        return status

    def _open_log(self) -> IO[bytes]:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        return open(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def _told(status: int) -> str:
    if status < 0:
        return f"signal {signal.Signals(-status).name}"
    return f"status {status}"
