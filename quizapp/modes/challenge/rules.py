"""The rule of scoring as the start page states it."""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.sittings.policy import Clock, PolicyTerms
from quizapp.sittings.scoring import RULE


@dataclass(frozen=True)
class Rules:
    """What one should know before beginning."""

    timed: bool
    rows: tuple[tuple[int, int], ...]
    """Points for a right answer at each attempt: without the hint, and with it."""


def rules(terms: PolicyTerms) -> Rules:
    """The numbers under ``terms``."""
    return Rules(
        timed=terms.clock is Clock.PER_PROBLEM,
        rows=tuple(
            (RULE.points(wrong=wrong, hint=False), RULE.points(wrong=wrong, hint=True))
            for wrong in range(terms.attempts)
        ),
    )
