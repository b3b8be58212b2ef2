"""Evidence from the news of the runs app: one for each recorded run, in the transaction that records it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from quizapp.evidence.environments import announce, environment_of
from quizapp.evidence.gate import publish_ready
from quizapp.evidence.models import Environment, Evidence
from quizapp.evidence.proving import prove_missing
from quizapp.runs.models import Run
from runner.protocol import Environment as EnvironmentMessage
from runner.protocol import RunReport


def keep_evidence(run: Run, report: RunReport, now: datetime, **_: Any) -> None:
    """Keep what ``report`` says of a key, and publish what waited for it; a run without a key is no evidence."""
    verification = report.verification
    if verification is None or report.environment is None:
        return
    Evidence.objects.create(
        program=run.program,
        expectation_digest=run.expectation_digest,
        environment=environment_of(report.environment, Environment.Origin.RUNNER, now),
        run=run,
        verdict=verification.verdict,
        output=verification.output,
        matched=verification.matched or "",
        runs=verification.runs,
        varied=list(verification.varied),
        unstable_because=list(verification.unstable_because),
        holds_for=verification.holds_for,
        reason=verification.reason,
        prover=report.environment.prover,
        jail=list(report.jail),
        shown_at=now,
    )
    publish_ready(now, run.program_id, run.expectation_digest)


def note_environments(
    environments: tuple[EnvironmentMessage, ...], before: frozenset[str], now: datetime, **_: Any
) -> None:
    """Let announced environments count, and ask for what is not proven in one that has just begun to."""
    if announce(environments, before, now):
        prove_missing(now)
    publish_ready(now)  # what needs a runtime that none of our runners has may go out on shipped evidence now
