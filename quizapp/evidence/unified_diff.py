"""Unified diffs between a question's program and a mutant of it: applied to hold them true, and read line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

_HUNK: Final = re.compile(r"@@ -(\d{1,6})(?:,(\d{1,6}))? \+(\d{1,6})(?:,(\d{1,6}))? @@.*", re.ASCII)


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of either program; its numbers count from 1, and one is missing where the line is only in the other."""

    kind: Literal["same", "gone", "new"]
    text: str
    before: int | None
    after: int | None


def lines_of(diff: str) -> tuple[DiffLine, ...]:
    """The lines of all hunks in order; empty for what is no unified diff."""
    return tuple(line for hunk in _hunks(diff) or () for line in hunk)


def applied(source: str, diff: str) -> str | None:
    """The mutant that ``diff`` makes of ``source``; ``None`` where it is no diff of this program."""
    hunks = _hunks(diff)
    if not hunks:
        return None
    old = source.splitlines()
    new: list[str] = []
    taken = 0
    for hunk in hunks:
        kept = [line for line in hunk if line.before is not None]
        if kept:
            first = kept[0].before or 0
            if first - 1 < taken:
                return None
            new += old[taken : first - 1]
            taken = first - 1
        if [line.text for line in kept] != old[taken : taken + len(kept)]:
            return None
        new += [line.text for line in hunk if line.after is not None]
        taken += len(kept)
    new += old[taken:]
    return "\n".join(new) + "\n"


def _hunks(diff: str) -> list[list[DiffLine]] | None:
    """``None`` where a line is none of a diff or a hunk is not as long as it says."""
    hunks: list[list[DiffLine]] = []
    lines = iter(diff.splitlines())
    for line in lines:
        if not hunks and line.startswith(("---", "+++")):
            continue
        found = _HUNK.fullmatch(line)
        if found is None:
            return None
        hunk = _hunk(lines, *(int(number) if number else 1 for number in found.groups()))
        if hunk is None:
            return None
        hunks.append(hunk)
    return hunks


def _hunk(lines: Iterator[str], before: int, gone: int, after: int, new: int) -> list[DiffLine] | None:
    hunk: list[DiffLine] = []
    end_before, end_after = before + gone, after + new
    while before < end_before or after < end_after:
        line = next(lines, None)
        if line is None:
            return None
        match line[:1]:
            case "-":
                hunk.append(DiffLine("gone", line[1:], before, None))
                before += 1
            case "+":
                hunk.append(DiffLine("new", line[1:], None, after))
                after += 1
            case " " | "":
                hunk.append(DiffLine("same", line[1:], before, after))
                before, after = before + 1, after + 1
            case _:
                return None
    return hunk if (before, after) == (end_before, end_after) else None
