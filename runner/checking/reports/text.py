"""For a person at a terminal: each finding as it comes, then how many there were of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from runner.checking.finding import Finding
from runner.checking.reports.visible import visible
from runner.checking.summary import TELLING, Summary, because

_LINES = 12
"""Of an output, so many are shown."""


def write(findings: Iterable[Finding], summary: Summary, out: TextIO) -> None:
    for finding in summary.passing(findings):
        if finding.standing in TELLING:
            out.write(_told(finding))
            out.flush()
    out.write(f"{summary.sentence()}\n")
    if sentence := summary.spelling_sentence():
        out.write(f"{sentence}\n")
    out.writelines(f"checked with {environment}\n" for environment in summary.environments.values())


def _told(finding: Finding) -> str:
    name = f" {finding.id}" if finding.id and finding.id != finding.place.file else ""
    lines = [visible(f"{finding.place}: {finding.standing}{name}: {because(finding)}").replace("\n", " ")]
    if finding.environment is not None:
        lines += [*_shown("wanted", finding.wanted), *_shown("printed", finding.printed)]
    return "\n".join(lines) + "\n"


def _shown(name: str, text: str) -> list[str]:
    lines = visible(text).rstrip("\n").split("\n") if text.strip() else []
    left = [f"... {len(lines) - _LINES} more lines"] if len(lines) > _LINES else []
    # The bar keeps a line from being taken for a command by who reads the log of a CI.
    return [f"  {name}:", *(f"    | {line}" for line in [*lines[:_LINES], *left])] if lines else []
