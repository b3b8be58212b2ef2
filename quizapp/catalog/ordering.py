"""Which pattern comes after which, and whether that goes round in a circle."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def find_circle(start: Name, after: Callable[[Name], Iterable[Name]]) -> list[Name]:
    """The way from ``start`` back to it along ``after``, or nothing; every name is looked at once."""
    came_from: dict[Name, Name] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop()
        for before in after(name):
            if before == start:
                return [start, *_way(name, start, came_from)]
            if before not in came_from:
                came_from[before] = name
                waiting.append(before)
    return []


def _way(name: Name, start: Name, came_from: Mapping[Name, Name]) -> list[Name]:
    way = [start]
    while name != start:
        way.append(name)
        name = came_from[name]
    return way[::-1]
