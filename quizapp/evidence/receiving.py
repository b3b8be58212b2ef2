"""Evidence from the news of the runs app: one for each recorded run, in the transaction that records it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from quizapp.evidence import reverifying
from quizapp.evidence.drift import note_drift, withdraw_in
from quizapp.evidence.environments import announce, environment_of
from quizapp.evidence.gate import publish_ready
from quizapp.evidence.models import Environment, Evidence, Reverification
from quizapp.evidence.proving import prove_missing
from quizapp.runs.models import Run
from runner.protocol import PROVER, Expectation, RunReport
from runner.protocol import Environment as EnvironmentMessage


def keep_evidence(run: Run, report: RunReport, now: datetime, **_: Any) -> None:
    """Keep what ``report`` says of a key, and let follow what follows; a run without a key is no evidence."""
    verification = report.verification
    if verification is None or report.environment is None:
        return
    first = report.executions[0]
    evidence = Evidence.objects.create(
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
        exception=first.exception.type if first.exception else "",
        message=first.exception.message if first.exception else "",
        warnings=list(first.warnings),
        prover=report.environment.prover,
        jail=list(report.jail),
        shown_at=now,
    )
    note_drift(evidence, Expectation.from_dict(run.expectation), now)
    publish_ready(now, run.program_id, run.expectation_digest)


def note_environments(
    environments: tuple[EnvironmentMessage, ...], before: frozenset[str], now: datetime, **_: Any
) -> None:
    """Let announced environments count, ask for what is not proven there, and prove the bank on those that are new."""
    rows = Environment.objects.filter(digest__in=[each.digest for each in environments])
    counted = set(rows.filter(counts=True).values_list("pk", flat=True))
    known = set(rows.filter(announced_at__isnull=False).values_list("pk", flat=True))
    if announce(environments, before, now):
        for environment in rows.filter(counts=True).exclude(pk__in=counted):
            withdraw_in(environment, now)
        prove_missing(now)
    publish_ready(now)  # what needs a runtime that none of our runners has may go out on shipped evidence now
    if settings.RUNNER != "none":
        for environment in rows.filter(prover=PROVER).exclude(pk__in=known).order_by("pk"):
            if reverifying.was_proven_elsewhere(environment):  # on a first start nothing was that could drift
                reverifying.begin(environment, now, because=Reverification.Because.ANNOUNCED)
