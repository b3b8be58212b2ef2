"""One job in a child: its channels, its deadlines, and what is known when it has ended."""

from __future__ import annotations

import array
import contextlib
import json
import os
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from runner.errors import RunnerError
from runner.protocol import Execution
from runner.sandbox.jail.entry import ENTERED, LISTENER
from runner.sandbox.jail.lanes import CPU, lane_of
from runner.sandbox.messages import Job, Traced
from runner.sandbox.notices import ThreadNotices
from runner.sandbox.outcomes import Ending, execution_of, traced_by
from runner.sandbox.streams import BoundedStream

JAIL_DEADLINE_S: Final = 30.0
"""A child that has not entered its jail by then is our fault; it takes a millisecond when nothing is wrong."""
_REPORT_BYTES: Final = 256 * 1024
_TRACE_BYTES: Final = 512 * 1024
"""Beside the report, for a job that asks for a trace."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job: its execution, and its trace if one was asked for."""

    execution: Execution
    traced: Traced | None = None


@dataclass(slots=True)
class Waiting:
    """A job on its way to an execution; ``tries`` counts how often we failed it."""

    job: Job
    answer: Callable[[Result | RunnerError], None]
    owner: int
    """Whose turn it takes: the number of the connection it came from."""
    entered: Callable[[int], None] | None = None
    """Called with the child's process id while it is in its jail."""
    tries: int = 0


def memory_held_mib(pid: int) -> float:
    """What a process holds that is in no file: its own memory and what it shares; 0 once it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return sum(int(fields.get(name, "0 kB").split()[0]) for name in ("RssAnon", "RssShmem")) / 1024


class Run:
    """A child between fork and reaping. The supervisor feeds it events; it never blocks."""

    def __init__(self, waiting: Waiting, slot: int) -> None:
        self.waiting = waiting
        self.slot = slot
        self.pid = 0
        self.entered = False
        self.last_words = b""
        self.deadline = time.monotonic() + JAIL_DEADLINE_S
        self.overdue = False
        self.too_large = False
        self.cancelled = False
        self.notices: ThreadNotices | None = None
        self._process: int | None = None
        self._began = time.monotonic()
        job = waiting.job
        self._lane = lane_of(job.program.device) or CPU
        self._request = self._write_request(job, slot)
        out, self._out_end = os.pipe2(os.O_CLOEXEC)
        err, self._err_end = os.pipe2(os.O_CLOEXEC)
        report, self._report_end = os.pipe2(os.O_CLOEXEC)
        self.out = BoundedStream(out, job.limits.output_bytes)
        self.err = BoundedStream(err, job.limits.output_bytes)
        self.report = BoundedStream(report, _REPORT_BYTES + (_TRACE_BYTES if job.trace else 0))
        self.channel, self._channel_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self.channel.setblocking(False)
        self.channel_open = True

    @property
    def for_child(self) -> tuple[int, ...]:
        """Descriptors that the child gets, in the order it expects."""
        return (self._request, self._out_end, self._err_end, self._report_end, self._channel_end.fileno())

    def handed_over(self) -> None:
        """The zygote has the child's ends: ours would keep the pipes open."""
        for descriptor in (self._request, self._out_end, self._err_end, self._report_end):
            os.close(descriptor)
        self._channel_end.close()

    def forked(self, pid: int, process: int) -> None:
        self.pid = pid
        self._process = process
        if self.overdue or self.cancelled:
            self.kill()
        self._show()

    def read_channel(self) -> bool:
        """Take the child's word that it is in its jail, and the listener that some jails hand over before.

        Reads one piece; ``False`` when there is none now or ever again.
        """
        descriptors = array.array("i")
        try:
            content, ancillary, _, _ = self.channel.recvmsg(4096, socket.CMSG_SPACE(4))
        except BlockingIOError:
            return False
        except ConnectionResetError:
            content, ancillary = b"", []
        for level, kind, data in ancillary:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                descriptors.frombytes(data[: len(data) - len(data) % descriptors.itemsize])
        for descriptor in descriptors:
            self.notices = ThreadNotices(descriptor)
        if not content:
            self.channel_open = False
        self.last_words += content.removeprefix(LISTENER) if descriptors else content
        if not self.entered and self.last_words == ENTERED:
            self.entered = True
            self._began = time.monotonic()
            self.deadline = self._began + self.waiting.job.limits.wall_s
            self._show()
        return self.channel_open

    def last_line(self) -> str:
        """What a child that did not get into its jail said about it."""
        words = self.last_words.decode("utf-8", "replace").strip()
        return words.rpartition("\n")[2] or "it said nothing"

    @property
    def is_watched(self) -> bool:
        """Whether its memory is looked at while it runs: on a GPU's lane addresses cannot be bounded."""
        return self._lane.has_driver

    def check(self, now: float) -> None:
        """Kill the child once its time is up, it has printed too much or, where it is watched, holds too much."""
        if not self.overdue and now >= self.deadline:
            self.overdue = True
            self.kill()
        elif self.out.overflowed or self.err.overflowed:
            self.kill()
        elif self.is_watched and self.entered and self.pid and not self.too_large:
            self.too_large = memory_held_mib(self.pid) > self.waiting.job.limits.memory_mib + self._lane.host_mib
            if self.too_large:
                self.kill()

    def cancel(self) -> None:
        self.cancelled = True
        self.kill()

    def kill(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):  # already dead, about to be reaped
                signal.pidfd_send_signal(self._process, signal.SIGKILL)

    def ending(self, status: int, cpu_ms: float, peak_kib: int) -> Ending:
        """How it ended, after all that it had still to say was read."""
        wall_ms = (time.monotonic() - self._began) * 1000
        while self.channel_open and self.read_channel():
            pass
        for stream in (self.out, self.err, self.report):
            stream.read_rest()
        return Ending(
            status=status,
            timed_out=self.overdue,
            overflowed=self.out.overflowed or self.err.overflowed,
            too_large=self.too_large,
            cpu_ms=cpu_ms,
            cpu_limit_ms=self.waiting.job.limits.cpu_s * 1000.0,
            wall_ms=wall_ms,
            peak_kib=peak_kib,
        )

    def result(self, ending: Ending) -> Result:
        execution = execution_of(ending, self.out, self.err, self.report)
        return Result(execution, traced_by(self.report) if self.waiting.job.trace else None)

    def close(self) -> None:
        for stream in (self.out, self.err, self.report):
            stream.close()
        self.channel.close()
        if self.notices is not None:
            self.notices.close()
        if self._process is not None:
            os.close(self._process)

    def _show(self) -> None:
        if self.entered and self.pid and self.waiting.entered is not None:
            self.waiting.entered(self.pid)

    @staticmethod
    def _write_request(job: Job, slot: int) -> int:
        """The job in anonymous memory: no path, no size limit of a message, nothing to clean up."""
        request: dict[str, Any] = {
            "source": job.program.source,
            "slot": slot,
            "cpu_s": job.limits.cpu_s,
            "memory_bytes": job.limits.memory_mib * 1024 * 1024,
            "variant": job.variant.to_dict(),
            "trace": job.trace,
        }
        descriptor = os.memfd_create("job", os.MFD_CLOEXEC)
        with os.fdopen(os.dup(descriptor), "wb") as memory:
            memory.write(json.dumps(request).encode())
        os.lseek(descriptor, 0, os.SEEK_SET)
        return descriptor
