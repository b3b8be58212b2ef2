"""The reports worker's own sign of life, written by the process that consumes the reports queue."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any, Final

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from quizapp.operations.models import PartBeat

INTERVAL: Final = timedelta(seconds=5)

logger = logging.getLogger(__name__)


def beat() -> None:
    """Say that the reports worker is there; a database that is away is logged and asked again next time."""
    close_old_connections()
    try:
        PartBeat.say(PartBeat.Part.REPORTS_WORKER, INTERVAL, timezone.now())
    except DatabaseError:
        logger.exception("the reports worker could not record that it is there")


def keep_beating(sender: Any, **_: Any) -> None:
    """Receiver of Celery's ``worker_ready``: ``sender`` is the consumer that has just begun to listen."""
    beat()
    sender.timer.call_repeatedly(INTERVAL.total_seconds(), beat)
