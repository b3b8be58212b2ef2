"""How many days in a row a learner answered, as plain Python; a day missed now and then is forgiven."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

FORGIVEN_EVERY: Final = 7
"""One missed day is forgiven for each so many days counted; missed days themselves never count."""

_DAY: Final = timedelta(days=1)


def streak(days: Iterable[date], today: date) -> int:
    """Days answered up to today, without two missed in a row, nor two within the days that earn forgiveness.

    A day that has just begun and has no answer yet is not missed. Tomorrow's is looked at too: whoever travels west,
    or changes the time zone, may have answered there already.
    """
    active = set(days)
    day = next((each for each in (today + _DAY, today, today - _DAY) if each in active), today - 2 * _DAY)
    # Yesterday missed is the first day forgiven.
    length, since_forgiven = 0, FORGIVEN_EVERY if day >= today - _DAY else 0
    while True:
        if day in active:
            length += 1
            since_forgiven += 1
        elif since_forgiven >= FORGIVEN_EVERY and day - _DAY in active:
            since_forgiven = 0
        else:
            return length
        day -= _DAY
