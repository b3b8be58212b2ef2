"""The time zones a person can choose from, and the one behind a name."""

from __future__ import annotations

from datetime import UTC, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

UNKNOWN = "UTC"
"""The zone of who has named none."""
AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
"""What the database of zones holds beside these are old names and bare offsets."""


@cache
def _places() -> tuple[str, ...]:
    return tuple(sorted(name for name in available_timezones() if name.partition("/")[0] in AREAS))


@cache
def _offered() -> frozenset[str]:
    return frozenset({UNKNOWN, *_places()})


@cache
def choices() -> list[tuple[str, str | list[tuple[str, str]]]]:
    """Choices of a select: UTC, then places by area."""
    by_area: dict[str, list[tuple[str, str]]] = {}
    for zone in _places():
        area, _, place = zone.partition("/")
        by_area.setdefault(area, []).append((zone, place.replace("_", " ").replace("/", ", ")))
    return [(UNKNOWN, UNKNOWN), *sorted(by_area.items())]


def is_offered(name: str) -> bool:
    """Whether ``name`` is among the choices."""
    return name in _offered()


def zone_of(name: str) -> tzinfo:
    """The zone called ``name``; UTC where it is not known here."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
