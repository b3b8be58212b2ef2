"""One sentence from evidence of several environments: where a key holds and where it does not, as plain Python."""

from __future__ import annotations

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


def where_it_holds(rows: Sequence[Shown]) -> str:
    """Such as ``holds for torch 2.11 to 2.13, CPU; differs on 2.9``; empty without rows.

    A range names neighbours among what was tried: what lies between two that hold, and was not tried, is not claimed to
    hold, but reads as if it might; what was tried and differs always ends a range.
    """
    if not rows:
        return ""
    sentences = []
    devices = sorted({row.device for row in rows})
    for device in devices:
        here = [row for row in rows if row.device == device]
        leading = _leading(here)
        sentences.append(_on_one_device(here, leading, device))
    return "; ".join(sentences)


def _on_one_device(rows: Iterable[Shown], leading: str, device: str) -> str:
    by_version: dict[str, set[Verdict]] = {}
    for row in rows:
        verdict = Verdict.PROVEN if row.harmless else row.verdict
        by_version.setdefault(_release(row.versions.get(leading, "")), set()).add(verdict)
    ordered = sorted(by_version, key=_sortable)
    groups = {version: _group(by_version[version]) for version in ordered}
    said: list[str] = []
    for group, words in _WORDS.items():
        ranges = [
            _range(list(members))
            for found, members in itertools.groupby(ordered, key=groups.__getitem__)
            if found == group
        ]
        if ranges:
            name = f"{leading} " if not said else ""
            where = f", {device.upper()}" if not said else ""
            said.append(f"{words} {name}{_listed(ranges)}{where}")
    return "; ".join(said)


_WORDS: Final = {
    "holds": "holds for",
    "both": "holds and differs for",
    "differs": "differs on",
    "unstable": "is chance on",
    "open": "undecided on",
}


def _group(verdicts: set[Verdict]) -> str:
    decided = verdicts - {Verdict.INCONCLUSIVE}
    if not decided:
        return "open"
    if decided == {Verdict.PROVEN}:
        return "holds"
    if Verdict.PROVEN in decided:
        return "both"
    return "unstable" if decided == {Verdict.UNSTABLE} else "differs"


def _leading(rows: Sequence[Shown]) -> str:
    there = [name for name in LEADING if any(name in row.versions for row in rows)]
    differing = [name for name in there if len({_release(row.versions.get(name, "")) for row in rows}) > 1]
    return (differing or there or ["python"])[0]


def _release(version: str) -> str:
    """The version without its build: ``2.13.0+cpu`` is 2.13.0."""
    return version.partition("+")[0] or "none"


def _sortable(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBERS.findall(version))


def _range(versions: Sequence[str]) -> str:
    return versions[0] if len(versions) == 1 else f"{versions[0]} to {versions[-1]}"


def _listed(ranges: Sequence[str]) -> str:
    return ranges[0] if len(ranges) == 1 else f"{', '.join(ranges[:-1])} and {ranges[-1]}"
