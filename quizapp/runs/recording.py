"""Takes a report in: the first valid one wins by one conditional update, later ones are counted and dropped."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from quizapp.runs.attempts import fail_attempt
from quizapp.runs.checking import check_report
from quizapp.runs.errors import ReportRejected
from quizapp.runs.leases import TERMS, LeaseTerms
from quizapp.runs.models import Run
from quizapp.runs.signals import run_recorded
from quizapp.runs.storable import storable
from runner.protocol import RunReport

logger = logging.getLogger(__name__)

EXECUTIONS_KEPT: Final = 8
"""Of a report's executions so many are stored; the verdict was checked against all of them."""
NOT_KEPT: Final = frozenset({"explained"})
"""What of a report is not stored with the run: receivers of ``run_recorded`` get it and keep what they find true."""


def record(report: RunReport, now: datetime, terms: LeaseTerms = TERMS) -> bool:
    """Whether this report is the one that counts.

    A report of a fault, and one that is rejected, end their attempt: the run is sent again, or given up. Everything
    happens in one transaction, receivers of ``run_recorded`` included, so a report is taken in whole or not at all.
    """
    with transaction.atomic():
        run = Run.objects.select_related("program").filter(pk=uuid.UUID(report.run_id)).first()
        if run is None:
            logger.warning("report from %r dropped: there is no run %s", report.host, report.run_id)
            return False
        try:
            check_report(run, report)
        except ReportRejected as rejection:
            logger.warning("report from %r on %s rejected: %s", report.host, run, rejection)
            reason = f"attempt {report.attempt}: report of {report.host} rejected: {rejection}"
            fail_attempt(run, report.attempt, reason, now, terms, retryable=True)
            return False
        if report.fault is not None:
            reason = f"attempt {report.attempt}: {report.fault.kind}: {report.fault.message}"
            fail_attempt(run, report.attempt, reason, now, terms, retryable=report.fault.retryable)
            return False
        return _record_valid(run, _as_kept(report), now)


def _record_valid(run: Run, report: RunReport, now: datetime) -> bool:
    won = Run.objects.filter(pk=run.pk, state__in=Run.IN_FLIGHT).update(
        state=Run.State.RECORDED,
        finished_at=now,
        lease_expires_at=None,
        outcome=report.executions[0].outcome,
        report={name: value for name, value in report.to_dict().items() if name not in NOT_KEPT},
    )
    if not won:
        Run.objects.filter(pk=run.pk).update(surplus_reports=F("surplus_reports") + 1)
        return False
    run.refresh_from_db()
    run_recorded.send(sender=Run, run=run, report=report, now=now)
    return True


def _as_kept(report: RunReport) -> RunReport:
    kept = storable(report.to_dict())
    kept["executions"] = kept["executions"][:EXECUTIONS_KEPT]
    return RunReport.from_dict(kept)
