"""The shape of a figure, and how the groups of them are found and shown."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import quizapp.operations.benchmarks

NOT_GROUPS: Final = ("figures", "crowd", "database", "visiting")
"""Modules of this folder that are tools of the others."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number; ``aim`` says in words what it should be and ``met`` whether it is, if that can be said."""

    name: str
    value: float
    unit: str
    aim: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a group measures: an empty database of its own, which is the default connection, and an empty folder."""

    folder: Path
    database_url: str
    """Of that database, for other processes."""
    quick: bool
    """A hundredth of the work: to see that the bench works, not to compare."""


Group = Callable[[Ground], list[Figure]]


def groups() -> Mapping[str, Group]:
    """Every group by name: the modules of this folder that have a ``measure``."""
    names = [module.name for module in pkgutil.iter_modules(quizapp.operations.benchmarks.__path__)]
    return {
        name: importlib.import_module(f"quizapp.operations.benchmarks.{name}").measure
        for name in names
        if name not in NOT_GROUPS
    }


def table(figures: Iterable[Figure]) -> str:
    """The figures as lines of text."""
    lines = []
    for each in figures:
        verdict = "" if each.met is None else "  met" if each.met else "  MISSED"
        lines.append(f"{each.name:<48}{each.value:>12,.1f} {each.unit:<6}{each.aim}{verdict}")
    return "\n".join(lines)
