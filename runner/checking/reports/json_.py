"""For a program: one object with every finding and the counts, written as the findings come."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from runner.checking.finding import Finding, Standing
from runner.checking.summary import Summary, because


def write(findings: Iterable[Finding], summary: Summary, out: TextIO) -> None:
    out.write('{"version": 1, "findings": [')
    for number, finding in enumerate(summary.passing(findings)):
        out.write(",\n" if number else "\n")
        out.write(json.dumps(_object(finding)))
    counts = {standing.value: summary.counts[standing] for standing in Standing}
    environments = list(summary.environments.values())
    out.write(f'\n], "counts": {json.dumps(counts)}, "environments": {json.dumps(environments)}}}\n')


def _object(finding: Finding) -> dict[str, Any]:
    return {
        "file": finding.place.file,
        "line": finding.place.line,
        "id": finding.id,
        "standing": finding.standing.value,
        "reason": because(finding),
        "because": list(finding.because),
        "spelling": finding.spelling.value,
        "wanted": finding.wanted,
        "printed": finding.printed,
        "runs": finding.runs,
    }
