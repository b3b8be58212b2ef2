"""``verify``: tell for each line of a file whether its key is proven, one JSON line each, in the order given."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TextIO

from runner.commands.progress import Progress
from runner.commands.supervised import supervisor
from runner.config import Config
from runner.errors import ConfigurationError, RunnerError
from runner.execute import Observed, Unanswered, fault_of, observe, verified
from runner.protocol import Fault, Limits, Verdict
from runner.sandbox.client import Client
from runner.verification import judgement, variation
from runner.verification.questions import Question, Refused, read

NOT_HERE = {"UnknownRuntime": "runtime not installed", "UnknownDevice": "device not available"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--jsonl",
        metavar="FILE",
        required=True,
        help='a file (or -) of lines {"name", "source", "runtime"?, "device"?, "choices"?, "key"?, "compare"?}',
    )
    parser.add_argument("--runtime", default="", help="runtime where a line names none; unless given, by its imports")
    parser.add_argument("--device", default="cpu", choices=("cpu", "cuda"))


def call(config: Config, options: argparse.Namespace) -> int:
    try:
        content = sys.stdin.buffer.read() if options.jsonl == "-" else Path(options.jsonl).read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{options.jsonl}: {error.strerror}") from error
    entries = list(read(content, options.runtime, options.device))
    with supervisor(config) as path:
        report_all(path, entries, config.slots, sys.stdout)
    return 0


def report_all(path: Path, entries: Sequence[Question | Refused], at_once: int, out: TextIO) -> None:
    """Verify ``at_once`` of them at a time and write a line for each."""
    with ThreadPoolExecutor(at_once) as workers, Progress(len(entries)) as progress:
        for line in workers.map(lambda entry: answer(path, entry), entries):
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            out.flush()
            progress.advance()


def answer(path: Path, entry: Question | Refused) -> dict[str, Any]:
    """The line that answers ``entry``."""
    if isinstance(entry, Refused):
        return {"name": entry.name} | _error(Fault(kind="MessageInvalid", message=entry.complaint, retryable=False))
    try:
        with Client(path) as client:
            observed = observe(client, entry.program, Limits(), len(variation.DETECTION))
    except RunnerError as error:
        fault = fault_of(error)
        if isinstance(error, Unanswered) and fault.kind in NOT_HERE:
            return {"name": entry.name} | _line(Verdict.INCONCLUSIVE, reason=NOT_HERE[fault.kind])
        return {"name": entry.name} | _error(fault)
    return {"name": entry.name} | _judged(entry, observed)


def _judged(entry: Question, observed: Observed) -> dict[str, Any]:
    observation = observed.observation
    environment = observed.environment.to_dict() | {"jail": list(observed.jail)}
    if entry.expectation is None:
        reason = judgement.undecided(observation.executions, observation.causes)
        stable = "stable" if judgement.agree(observation.executions) else "unstable"
        return _line(
            "inconclusive" if reason else stable,
            output=observation.executions[0].stdout,
            unstable_because=list(observation.causes),
            holds_for=observation.holds_for if stable == "stable" else "",
            runs=len(observation.executions),
            reason=reason,
            environment=environment,
        )
    verification = verified(observation, entry.expectation)
    return _line(
        verification.verdict,
        output=verification.output,
        matched=None if verification.matched is None else entry.names[verification.matched],
        unstable_because=list(verification.unstable_because),
        holds_for=verification.holds_for,
        runs=verification.runs,
        looser=verification.looser,
        reason=in_own_names(verification.reason, entry),
        environment=environment,
    )


def in_own_names(reason: str, entry: Question) -> str:
    """A reason with choices by the names that the question's author gave them."""
    for ours, own in sorted(entry.names.items(), key=lambda pair: -len(pair[0])):
        reason = reason.replace(f" {ours}", f" {own}")
    return reason


def _line(verdict: str, **found: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "verdict": str(verdict),
        "output": "",
        "matched": None,
        "unstable_because": [],
        "holds_for": "",
        "runs": 0,
        "looser": None,
        "reason": "",
        "environment": {},
    }
    return empty | found


def _error(fault: Fault) -> dict[str, Any]:
    return {"runner_error": {"kind": fault.kind, "message": fault.message, "retryable": fault.retryable}}
