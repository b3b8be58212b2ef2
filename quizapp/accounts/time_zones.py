"""The time zones a person can choose from, and the one behind a name."""

from __future__ import annotations

from datetime import UTC, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
"""What the database of zones holds beside these are old names and bare offsets."""


@cache
def choices() -> list[tuple[str, str | list[tuple[str, str]]]]:
    """Choices of a select: UTC, then places by area."""
    places: dict[str, list[tuple[str, str]]] = {}
    for zone in sorted(available_timezones()):
        area, _, place = zone.partition("/")
        if area in AREAS:
            places.setdefault(area, []).append((zone, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", "UTC"), *sorted(places.items())]


def zone_of(name: str) -> tzinfo:
    """The zone called ``name``; UTC where it is not known here."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
