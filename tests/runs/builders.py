"""Runs, hosts and reports as the tests of runs and evidence need them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from quizapp.runs.hosts import record_heartbeat
from quizapp.runs.models import Program, Run, RunnerHost
from quizapp.runs.requesting import request_run
from runner.protocol import (
    PROVER,
    ChoiceText,
    Environment,
    Execution,
    Expectation,
    Heartbeat,
    Limits,
    Outcome,
    RunReport,
    RunRequest,
    Verdict,
    Verification,
)
from runner.protocol import Program as ProgramMessage

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TWO_OR_ELEVEN = Expectation(
    choices=(
        ChoiceText(id="two", text="2"),
        ChoiceText(id="eleven", text="11"),
        ChoiceText(id="error", text="TypeError"),
    ),
    key="two",
)


LIMITS = Limits(wall_s=20.0, cpu_s=20)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def environment(**changes: Any) -> Environment:
    values: dict[str, Any] = {
        "runtime": "python",
        "device": "cpu",
        "versions": {"python": "3.11.2"},
        "cpu_capability": "AVX2",
        "prover": PROVER,
        "machine": "x86_64",
    }
    return Environment.from_dict(values | changes)


def heartbeat(**changes: Any) -> Heartbeat:
    values: dict[str, Any] = {
        "host": "workbench",
        "queue": "runner.cpu",
        "slots": 2,
        "environments": [environment().to_dict()],
        "selftest_passed": True,
        "interval_s": 5.0,
    }
    return Heartbeat.from_dict(values | changes)


def host_is_up(now: datetime = NOON, **changes: Any) -> RunnerHost:
    host = record_heartbeat(heartbeat(**changes), now)
    assert host is not None
    return host


def program(source: str = "print(1 + 1)", runtime: str = "python") -> Program:
    return Program.of(ProgramMessage(source=source, runtime=runtime))


def wanted(
    source: str = "print(1 + 1)",
    *,
    expectation: Expectation | None = TWO_OR_ELEVEN,
    priority: Run.Priority = Run.Priority.PROVE,
    now: datetime = NOON,
    runtime: str = "python",
    explain: bool = False,
) -> Run:
    return request_run(program(source, runtime), expectation, priority, now, explain=explain, limits=LIMITS)


def raw_report(run: Run, **changes: Any) -> dict[str, Any]:
    """A report that proves the key of ``run``, as plain JSON."""
    verification = Verification(verdict=Verdict.PROVEN, output="2\n", matched="two", runs=5, varied=("hash", "seed"))
    report = RunReport(
        run_id=str(run.pk),
        attempt=max(run.attempt, 1),
        program_digest=run.program.digest,
        host="workbench",
        environment=environment(),
        jail=("seccomp",),
        executions=(Execution(outcome=Outcome.FINISHED, stdout="2\n"),) * 5,
        verification=verification if run.expectation else None,
    )
    return report.to_dict() | changes


def report(run: Run, **changes: Any) -> RunReport:
    return RunReport.from_dict(raw_report(run, **changes))


def fault(run: Run, *, retryable: bool = True, attempt: int | None = None) -> RunReport:
    return RunReport.from_dict(
        {
            "run_id": str(run.pk),
            "attempt": attempt or run.attempt,
            "program_digest": run.program.digest,
            "host": "workbench",
            "fault": {"kind": "SupervisorUnavailable", "message": "nobody answers", "retryable": retryable},
        }
    )


class Queue:
    """A broker that keeps what it was handed."""

    def __init__(self) -> None:
        self.requests: list[RunRequest] = []

    def send(self, queue: str, request: RunRequest) -> None:
        assert queue == "runner.cpu"
        self.requests.append(request)

    @property
    def sent(self) -> list[tuple[str, int]]:
        return [(request.run_id, request.attempt) for request in self.requests]
