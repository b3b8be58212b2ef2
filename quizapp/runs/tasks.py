"""What comes from the runners: reports and heartbeats; nothing else is received.

A message that is no report is logged and dropped: sent again it would be no better, and the run's lease covers what
it may have meant. A database that is away is our fault, not the message's: the message goes back to its queue after
a short pause, where it survives a restart of this worker, instead of being held in its memory until a retry is due.
Messages are acknowledged late, and taking one in twice is harmless, so a worker killed in between loses nothing that
the lease would not bring back.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from celery import shared_task
from celery.exceptions import Reject
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from quizapp.runs.hosts import record_heartbeat as take_heartbeat_in
from quizapp.runs.recording import record
from runner.errors import MessageInvalid
from runner.protocol import RECORD_HEARTBEAT_TASK, RECORD_REPORT_TASK, Heartbeat, RunReport

logger = logging.getLogger(__name__)

DATABASE_PAUSE_S: Final = 1.0


@contextmanager
def _requeued_while_the_database_is_away() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        logger.warning("database is away, message goes back to its queue: %s", error)
        time.sleep(DATABASE_PAUSE_S)
        raise Reject(error, requeue=True) from error


@shared_task(name=RECORD_REPORT_TASK, acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]  # celery ships no types
def record_report(data: Any) -> None:
    """Take in what a runner reports on a run."""
    try:
        report = RunReport.from_dict(data)
    except MessageInvalid as error:
        logger.warning("report dropped: %s", error)
        return
    with _requeued_while_the_database_is_away():
        record(report, timezone.now())


@shared_task(name=RECORD_HEARTBEAT_TASK, acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]  # celery ships no types
def record_heartbeat(data: Any) -> None:
    """Take in what a runner says of itself."""
    try:
        heartbeat = Heartbeat.from_dict(data)
    except MessageInvalid as error:
        logger.warning("heartbeat dropped: %s", error)
        return
    with _requeued_while_the_database_is_away():
        take_heartbeat_in(heartbeat, timezone.now())
