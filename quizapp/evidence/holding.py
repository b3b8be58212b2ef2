"""Evidence of several environments put together: where a key holds and where it does not, as plain Python."""

from __future__ import annotations

import enum
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from runner.protocol import Verdict

LEADING: Final = ("torch", "tensorflow-cpu", "scikit-learn", "numpy", "python")
"""The distribution whose version names an environment: the first of these that it has and that differs."""
_NUMBERS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the newest evidence of one environment says."""

    versions: Mapping[str, str]
    device: str
    verdict: Verdict
    harmless: bool = False
    """It differs from a proof in nothing that matters, such as in formatting."""


class How(enum.StrEnum):
    """What the evidence of a version says, in the order in which it is told."""

    HOLDS = "holds"
    BOTH = "both"
    """It was shown to hold and not to."""
    DIFFERS = "differs"
    UNSTABLE = "unstable"
    OPEN = "open"
    """Nothing was decided."""


@dataclass(frozen=True, slots=True)
class Held:
    """Versions of one distribution on one device of which the same is true."""

    how: How
    leading: str
    """The distribution."""
    device: str
    ranges: tuple[tuple[str, str], ...]
    """First and last version of each."""
    is_first: bool
    """Of its device: who tells it names distribution and device here."""


def where_it_holds(rows: Sequence[Shown]) -> tuple[Held, ...]:
    """Such as: holds for torch 2.11 to 2.13, CPU; differs on 2.9. Device by device.

    A range names neighbours among what was tried: what lies between two that hold, and was not tried, is not claimed to
    hold, but reads as if it might; what was tried and differs always ends a range.
    """
    found: list[Held] = []
    for device in sorted({row.device for row in rows}):
        here = [row for row in rows if row.device == device]
        found += _on_one_device(here, _leading(here), device)
    return tuple(found)


def _on_one_device(rows: Iterable[Shown], leading: str, device: str) -> list[Held]:
    by_version: dict[str, set[Verdict]] = {}
    for row in rows:
        verdict = Verdict.PROVEN if row.harmless else row.verdict
        by_version.setdefault(_release(row.versions.get(leading, "")), set()).add(verdict)
    ordered = sorted(by_version, key=_sortable)
    groups = {version: _group(by_version[version]) for version in ordered}
    found: list[Held] = []
    for how in How:
        runs = [list(run) for group, run in itertools.groupby(ordered, key=groups.__getitem__) if group is how]
        if runs:
            ranges = tuple((versions[0], versions[-1]) for versions in runs)
            found.append(Held(how, leading, device, ranges, is_first=not found))
    return found


def _group(verdicts: set[Verdict]) -> How:
    decided = verdicts - {Verdict.INCONCLUSIVE}
    if not decided:
        return How.OPEN
    if decided == {Verdict.PROVEN}:
        return How.HOLDS
    if Verdict.PROVEN in decided:
        return How.BOTH
    return How.UNSTABLE if decided == {Verdict.UNSTABLE} else How.DIFFERS


def _leading(rows: Sequence[Shown]) -> str:
    there = [name for name in LEADING if any(name in row.versions for row in rows)]
    differing = [name for name in there if len({_release(row.versions.get(name, "")) for row in rows}) > 1]
    return (differing or there or ["python"])[0]


def _release(version: str) -> str:
    """The version without its build: ``2.13.0+cpu`` is 2.13.0."""
    return version.partition("+")[0] or "none"


def _sortable(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBERS.findall(version))
