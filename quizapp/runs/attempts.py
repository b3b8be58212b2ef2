"""Ends an attempt that brought nothing: the run is due again, or is given up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quizapp.runs.leases import LeaseTerms
from quizapp.runs.models import Run
from quizapp.runs.signals import run_given_up
from quizapp.runs.storable import storable


def fail_attempt(run: Run, attempt: int, reason: str, now: datetime, terms: LeaseTerms, *, retryable: bool) -> bool:
    """Whether this ended the attempt: only the one that is out can end, and only once."""
    again = retryable and attempt < terms.max_attempts
    change = {"state": Run.State.WAITING, "due_at": now + terms.backoff(attempt)} if again else _given_up(now)
    with transaction.atomic():
        ended = Run.objects.filter(pk=run.pk, state=Run.State.SENT, attempt=attempt).update(
            lease_expires_at=None, last_fault=storable(reason), **change
        )
        if not ended:
            return False
        run.refresh_from_db()
        if not again:
            run_given_up.send(sender=Run, run=run, now=now)
    return True


def give_up(run: Run, reason: str, now: datetime) -> bool:
    """Whether this ended a waiting run that can never be sent."""
    with transaction.atomic():
        waiting = Run.objects.filter(pk=run.pk, state=Run.State.WAITING)
        if not waiting.update(last_fault=storable(reason), **_given_up(now)):
            return False
        run.refresh_from_db()
        run_given_up.send(sender=Run, run=run, now=now)
    return True


def _given_up(now: datetime) -> dict[str, Run.State | datetime]:
    return {"state": Run.State.GIVEN_UP, "finished_at": now}
