"""The order on a board and the arithmetic of ranks, as plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

ALL_TIME: Final = "all"
"""The period without end."""


@dataclass(frozen=True)
class Result:
    """What a place on a board is decided by."""

    points: int
    ms: int
    finished_at: datetime
    id: int

    @property
    def order(self) -> tuple[int, int, datetime, int]:
        """Sorts the better first: more points; then less time, then the earlier end, then the earlier entry."""
        return (-self.points, self.ms, self.finished_at, self.id)


def rank(*, with_more_points: int, ahead_with_the_same: int) -> int:
    """The place of a result, counted from 1."""
    return with_more_points + ahead_with_the_same + 1


def iso_week(moment: datetime) -> str:
    """The period a sitting started in, e.g. ``2026-W47``, by UTC."""
    year, week, _ = moment.astimezone(UTC).isocalendar()
    return f"{year}-W{week:02}"
