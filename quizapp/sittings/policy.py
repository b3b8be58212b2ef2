"""The terms of a sitting as a frozen value: what a Policy row says, and what a sitting keeps of it."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from quizapp.sittings.clock import GRACE, LONGEST_GRACE


class Clock(enum.StrEnum):
    """Whether time is counted."""

    PER_PROBLEM = "per-problem"
    """Each problem has a clock of its own that starts when it is opened."""
    WHOLE = "whole"
    """One clock for all problems together; it starts with the sitting."""
    NONE = "none"
    """Nobody counts."""


class Reveal(enum.StrEnum):
    """When keys and explanations are shown."""

    AT_ONCE = "at-once"
    """As soon as a problem takes no more answers."""
    AT_CLOSE = "at-close"
    """When the sitting is over and, where the policy has a window, the window too."""
    NEVER = "never"
    """Not at all; the total is shown."""


class PolicyTerms(BaseModel):
    """Snapshot of a policy."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: str
    clock: Clock
    attempts: Annotated[int, Field(ge=1, le=20)]
    hints: bool
    reveal: Reveal
    extra_time: Annotated[float, Field(ge=1, le=10)]
    idle_minutes: Annotated[int, Field(ge=1)]
    counts: bool
    closes_at: datetime | None = None
    grace_seconds: Annotated[int, Field(ge=0, le=LONGEST_GRACE.seconds)] = GRACE.seconds
    """How long after a deadline an answer is still taken, for a connection that was lost for a moment."""

    @property
    def grace(self) -> timedelta:
        return timedelta(seconds=self.grace_seconds)

    @property
    def clock_optional(self) -> bool:
        """Whether one may do without the clock: not where results are kept back or a window closes, as in an exam."""
        return self.clock is Clock.PER_PROBLEM and self.reveal is Reveal.AT_ONCE and self.closes_at is None

    @model_validator(mode="after")
    def _second_attempts_need_feedback(self) -> Self:
        # A second attempt is only worth something when the first was called wrong, which tells about the key.
        if self.reveal is not Reveal.AT_ONCE and self.attempts > 1:
            raise ValueError("more than one attempt goes only with reveal 'at-once'")
        return self
