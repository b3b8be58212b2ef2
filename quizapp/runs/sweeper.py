"""Finds runs whose report did not come in time, and keeps the queues filled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from quizapp.runs.attempts import fail_attempt
from quizapp.runs.dispatch import Send, dispatch, send_to_broker
from quizapp.runs.hosts import forget_hosts
from quizapp.runs.leases import TERMS, LeaseTerms
from quizapp.runs.models import Run

MOST_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class SweepResult:
    """What one sweep did."""

    expired: int
    """Attempts whose lease had run out, those of given-up runs included."""
    given_up: int
    sent: int


def sweep(now: datetime, send: Send = send_to_broker, terms: LeaseTerms = TERMS) -> SweepResult:
    """End the attempts whose lease ran out, then dispatch; harmless to call often and from several processes."""
    expired = given_up = 0
    late = Run.objects.filter(state=Run.State.SENT, lease_expires_at__lte=now).order_by("lease_expires_at")
    for run in late[:MOST_AT_ONCE]:
        reason = f"attempt {run.attempt}: no report within its lease"
        if fail_attempt(run, run.attempt, reason, now, terms, retryable=True):
            expired += 1
            given_up += run.state == Run.State.GIVEN_UP
    forget_hosts(now)
    return SweepResult(expired, given_up, dispatch(now, send, terms))
