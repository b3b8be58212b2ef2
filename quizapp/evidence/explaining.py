"""Asks the runners why programs print what they print, and keeps what they find as far as it can be true."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from quizapp.catalog.keys import expectation_in_force
from quizapp.catalog.models import ItemRevision
from quizapp.evidence import devices
from quizapp.evidence.doubting import doubts_of
from quizapp.evidence.environments import environment_of
from quizapp.evidence.errors import NoRunnerHere, NothingToProve
from quizapp.evidence.in_use import revisions_in_use
from quizapp.evidence.models import Environment, Explained
from quizapp.evidence.standings import standings
from quizapp.evidence.vetting import sparse, vetted
from quizapp.runs.models import Program, Run
from quizapp.runs.requesting import request_run
from runner.explained import Explained as ExplainedMessage
from runner.protocol import Expectation, RunReport, Verdict


def explain(revision: ItemRevision, priority: Run.Priority, now: datetime) -> Run:
    """The run that will explain ``revision``: the one in flight, or a new one; raises ``NotProvable``."""
    if settings.RUNNER == "none":
        raise NoRunnerHere(
            gettext("%(revision)s cannot be explained here: this installation has no runner") % {"revision": revision}
        )
    if revision.program is None:
        raise NothingToProve(gettext("%(revision)s executes nothing") % {"revision": revision})
    if refused := devices.refusal(revision, revision.program, now):
        raise refused
    expectation = expectation_in_force(revision)
    if expectation is None:
        raise NothingToProve(gettext("%(revision)s is void: no key is left to prove") % {"revision": revision})
    return request_run(revision.program, expectation, priority, now, explain=True)


def explain_missing(now: datetime) -> int:
    """Ask for what explains proven questions that are in use, unless their environment gave it; returns how many."""
    if settings.RUNNER == "none":
        return 0
    revisions = list(revisions_in_use())
    found = standings(revisions)
    explained = set(
        Explained.objects.filter(run__isnull=False).values_list("program", "expectation_digest", "environment")
    )
    lacking = [
        revision
        for revision in revisions
        if (latest := found[revision.pk].latest) is not None
        and found[revision.pk].basis == ItemRevision.Basis.PROVEN
        and (revision.program_id, revision.proof_digest, latest.environment_id) not in explained
        and revision.program is not None
        and devices.refusal(revision, revision.program, now) is None
    ]
    for revision in lacking:
        explain(revision, Run.Priority.EXPLAIN, now)
    return len(lacking)


def explain_proven(run: Run, report: RunReport, now: datetime, **_: Any) -> None:
    """Ask for the explanation of a question that ``run`` has proven, unless that environment gave it before.

    What is only proven anew, in an environment of its own, is explained once that environment decides.
    """
    if run.explain or run.environment or not _is_proven(report) or report.environment is None:
        return
    about = {"program": run.program, "expectation_digest": run.expectation_digest}
    revisions = ItemRevision.objects.filter(program=run.program, proof_digest=run.expectation_digest)
    revision = revisions.select_related("item", "program", "author").last()
    if revision is None or devices.refusal(revision, run.program, now) is not None:
        return
    here = Explained.objects.filter(run__isnull=False, environment__digest=report.environment.digest)
    if not here.filter(**about).exists():
        explain(revision, Run.Priority.EXPLAIN, now)


def keep_explained(run: Run, report: RunReport, now: datetime, **_: Any) -> None:
    """Keep what explains a proven key; of one that is not proven there is nothing to explain."""
    if not run.explain or not _is_proven(report) or report.environment is None:
        return
    found = vetted(report.explained or ExplainedMessage(), run.program.source, Expectation.from_dict(run.expectation))
    environment = environment_of(report.environment, Environment.Origin.RUNNER, now)
    keep(run.program, run.expectation_digest, environment, found, now, run=run)


def keep(
    program: Program,
    expectation_digest: str,
    environment: Environment,
    found: ExplainedMessage,
    made_at: datetime,
    *,
    run: Run | None,
) -> Explained:
    """The row of what was found, which has been vetted; loading the same from a pack again changes nothing."""
    row, _ = Explained.objects.get_or_create(
        program=program,
        expectation_digest=expectation_digest,
        environment=environment,
        run=run,
        made_at=made_at,
        defaults={
            "content": sparse(found.model_copy(update={"trace": None})),
            "trace": sparse(found.trace) if found.trace is not None else None,
            "doubts": partial(doubts_of, program, expectation_digest, found.trace),
        },
    )
    return row


def _is_proven(report: RunReport) -> bool:
    return report.verification is not None and report.verification.verdict is Verdict.PROVEN
