"""How long a sent run may stay without a report, and how often it is sent again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from runner.protocol import RunRequest


@dataclass(frozen=True, slots=True)
class LeaseTerms:
    """The bounds of one installation; the defaults suit production, tests use shorter ones."""

    queue_time: timedelta = timedelta(seconds=120)
    """How long a message may lie in its queue: at most one other run is ahead of it on the same slot."""
    overhead: timedelta = timedelta(seconds=2)
    """Added for each repetition: a fork, reading its output, a variant that has to be started."""
    explaining: timedelta = timedelta(seconds=180)
    """Added where the output is to be explained: a traced run, and a run of each mutant."""
    max_attempts: int = 8
    """After so many lost or failed attempts a run is given up."""
    longest_backoff: timedelta = timedelta(seconds=30)
    broker_pause: timedelta = timedelta(seconds=2)
    """How long a run waits after the broker refused it."""

    def expiry(self, request: RunRequest, sent_at: datetime) -> datetime:
        """When ``request``, sent at ``sent_at``, counts as lost."""
        hard_limit = timedelta(seconds=max(request.limits.wall_s, request.limits.cpu_s)) + self.overhead
        extra = self.explaining if request.explain else timedelta()
        return sent_at + self.queue_time + request.repeats * hard_limit + extra

    def backoff(self, attempt: int) -> timedelta:
        """The pause after failed attempt number ``attempt``: 1, 2, 4 ... seconds, bounded."""
        return min(timedelta(seconds=2 ** min(attempt - 1, 16)), self.longest_backoff)


TERMS: Final = LeaseTerms()
