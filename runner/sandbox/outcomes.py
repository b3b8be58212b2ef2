"""From what was seen of a child, from outside, to the execution that is reported."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from dataclasses import dataclass
from typing import Any

from runner.errors import MessageInvalid
from runner.protocol import ExceptionSeen, Execution, Outcome
from runner.sandbox.messages import ChildReport, Traced
from runner.sandbox.streams import BoundedStream

_ABORTED_FOR_MEMORY = (b"std::bad_alloc", b"Cannot allocate memory", b"can't allocate memory")


@dataclass(frozen=True, slots=True)
class Ending:
    """How a child ended: what the kernel said and what we did to it."""

    status: int
    """As ``waitpid`` gives it."""
    timed_out: bool
    overflowed: bool
    too_large: bool
    cpu_ms: float
    cpu_limit_ms: float
    wall_ms: float
    peak_kib: int

    @property
    def signal(self) -> int:
        return os.WTERMSIG(self.status) if os.WIFSIGNALED(self.status) else 0

    @property
    def cpu_used_up(self) -> bool:
        return self.signal == signal.SIGXCPU or (self.signal == signal.SIGKILL and self.cpu_ms >= self.cpu_limit_ms)

    @property
    def killed_by_a_stranger(self) -> bool:
        """A SIGKILL that neither we nor a limit sent: the snippet itself, or the machine running out of memory."""
        ours = self.timed_out or self.overflowed or self.too_large or self.cpu_used_up
        return self.signal == signal.SIGKILL and not ours


def execution_of(ending: Ending, out: BoundedStream, err: BoundedStream, report: BoundedStream) -> Execution:
    """The execution; the first of limit, signal, exception and end that applies says the outcome."""
    seen = _report(report)
    stdout, stdout_lossy = out.text()
    stderr, stderr_lossy = err.text()
    outcome, exception = _outcome(ending, seen, err.content)
    return Execution(
        outcome=outcome,
        stdout=stdout,
        stderr=stderr,
        lossy=stdout_lossy or stderr_lossy,
        exception=exception,
        warnings=() if seen is None else seen.warnings,
        stand_ins=() if seen is None else seen.stand_ins,
        weights=() if seen is None else seen.weights,
        noticed=() if seen is None else seen.noticed,
        wall_ms=round(ending.wall_ms, 3),
        cpu_ms=round(ending.cpu_ms, 3),
        peak_mib=round(ending.peak_kib / 1024, 1),
    )


def _outcome(ending: Ending, seen: ChildReport | None, err: bytes) -> tuple[Outcome, ExceptionSeen | None]:
    if ending.overflowed:
        return Outcome.OUTPUT_LIMIT, None
    if ending.timed_out or ending.cpu_used_up:
        return Outcome.TIMEOUT, None
    if ending.too_large:
        return Outcome.MEMORY, None
    if ending.signal:
        aborted = ending.signal == signal.SIGABRT and any(text in err[-4000:] for text in _ABORTED_FOR_MEMORY)
        return (Outcome.MEMORY if aborted else Outcome.KILLED), None
    status = os.waitstatus_to_exitcode(ending.status)
    if seen is not None and seen.status == status and seen.exception is not None:
        raised = ExceptionSeen(type=seen.exception.type, message=seen.exception.message, line=seen.exception.line)
        return (Outcome.MEMORY if seen.exception.memory else Outcome.RAISED), raised
    if status:
        return Outcome.RAISED, ExceptionSeen(type="SystemExit", message=str(status))
    return Outcome.FINISHED, None


def _report(stream: BoundedStream) -> ChildReport | None:
    """The child's own report if it is one; a snippet can write anything into this channel, so nothing rests on it."""
    try:
        content: Any = json.loads(stream.content.partition(b"\n")[0])
        return ChildReport.from_dict(content)
    except (ValueError, RecursionError, MessageInvalid):
        return None


def traced_by(report: BoundedStream) -> Traced:
    """The trace that followed the child's report; whatever else follows it is none."""
    content = report.content.partition(b"\n")[2]
    if report.overflowed or not content:
        return Traced(trace=None, reason="the run left no trace")
    with contextlib.suppress(ValueError, RecursionError, MessageInvalid):
        return Traced.from_dict(json.loads(content))
    return Traced(trace=None, reason="the run left something else than a trace")
