"""What the sweeper does for corrections: decides those that wait, and goes on with those that are in force."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from quizapp.regrade import correcting, job

BUDGET: Final = timedelta(seconds=2)
"""How long one tick may take: the sweeper has other duties, and is missed only after fifteen seconds."""


def sweep(now: datetime) -> None:
    """Harmless to call often and from several processes."""
    correcting.decide_waiting(now)
    job.go_on(now, BUDGET)
