"""Has the entries of a bank run, several at a time and however many there are, and judges them in their order."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from runner.banks.entry import Entry, Place, Question, Session, Snippet, Unread
from runner.banks.runtime import runtime_for
from runner.checking import questions, script, sessions, snippets
from runner.checking.finding import Finding, Standing
from runner.errors import MessageInvalid, RunnerError, SupervisorUnavailable
from runner.execute import Observed, Unanswered, fault_of, observe
from runner.protocol import Device, Limits, Program
from runner.sandbox.client import Client
from runner.verification import variation
from runner.verification.questions import Refused

AHEAD: Final = 8
"""Entries that wait for each slot: so many are held in memory, and no more are read."""
TRIES: Final = 2
"""How often an entry is run where the failure is ours."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Where entries are run, and how."""

    supervisor: Path
    slots: int
    runtime: str = ""
    """Empty: the one that an entry's imports ask for."""
    device: Device = "cpu"
    prelude: str = ""
    """Run before the examples of each session."""
    keep_builtins: bool = False
    """Whether no name of its module hides one of Python's own from an example, as doctest lets it."""
    limits: Limits = field(default_factory=Limits)


def check(entries: Iterable[Entry], runs: Runs) -> Iterator[Finding]:
    """The findings of each entry, in the order of ``entries``; raises ``SupervisorUnavailable``.

    Of any number of entries only a few are held at a time.
    """
    waiting: collections.deque[Future[tuple[Finding, ...]]] = collections.deque()
    with ThreadPoolExecutor(runs.slots) as workers:
        try:
            for entry in entries:
                waiting.append(workers.submit(_checked, entry, runs))
                if len(waiting) >= runs.slots * AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            for each in waiting:
                each.cancel()


def _checked(entry: Entry, runs: Runs) -> tuple[Finding, ...]:
    if isinstance(entry, Unread):
        return (Finding(entry.place, "", Standing.CANNOT_RUN, f"It cannot be read: {entry.complaint}"),)
    try:
        return tuple(_judged(entry, runs))
    except SupervisorUnavailable:
        raise
    except RunnerError as error:
        return tuple(_not_run(entry, _why_not_run(error)))


def _judged(entry: Session | Snippet | Question, runs: Runs) -> Iterator[Finding]:
    match entry:
        case Session():
            program = _program(
                script.script_of(entry, runs.prelude, keep_builtins=runs.keep_builtins), _imported(entry, runs), runs
            )
            yield from sessions.judge(entry, _observed(program, runs))
        case Snippet():
            yield snippets.judge(entry, _observed(_program(entry.code, entry.code, runs), runs))
        case Question(code=""):
            yield Finding(entry.place, entry.id, Standing.NOT_CHECKED, "There is no code that could bear it out.")
        case Question():
            line = questions.line_of(entry)
            if isinstance(line, Refused):
                raise MessageInvalid(line.complaint.removeprefix("line 1: "))
            program = _program(line.program.source, line.program.source, runs)
            yield questions.judge(entry, line, _observed(program, runs))


def _imported(session: Session, runs: Runs) -> str:
    """Code whose imports are those of the session, of its module and of what goes before it."""
    root = session.module.partition(".")[0]
    return "\n".join(
        [f"import {root}" if root else "", runs.prelude, *(example.source for example in session.examples)]
    )


def _program(source: str, imports: str, runs: Runs) -> Program:
    return Program.from_dict({"source": source, "runtime": runs.runtime or runtime_for(imports), "device": runs.device})


def _observed(program: Program, runs: Runs) -> Observed:
    for left in reversed(range(TRIES)):
        try:
            with Client(runs.supervisor) as client:
                return observe(client, program, runs.limits, len(variation.DETECTION))
        except Unanswered as error:
            if not (left and error.fault.retryable):
                raise
    raise AssertionError("the last try answers or raises")


def _why_not_run(error: RunnerError) -> str:
    fault = fault_of(error)
    match fault.kind:
        case "UnknownRuntime":
            return "Its runtime is not installed."
        case "UnknownDevice":
            return "Its device is not available."
        case "MessageInvalid":
            return f"It cannot be run as it stands: {fault.message}"
        case _:
            return f"The runner failed: {fault.message}"


def _not_run(entry: Session | Snippet | Question, reason: str) -> Iterator[Finding]:
    if not isinstance(entry, Session):
        yield Finding(entry.place, entry.id, Standing.CANNOT_RUN, reason)
        return
    for example in entry.examples:
        if example.want and not example.skipped:
            place = Place(entry.place.file, example.line)
            yield Finding(place, entry.id, Standing.CANNOT_RUN, reason, wanted=example.want)
