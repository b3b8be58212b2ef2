"""Counts findings as they come and keeps the worst of them, so that any number can be told about at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from runner.checking.finding import Finding, Spelling, Standing

KEPT: Final = 200
"""Findings of each standing that are kept; the others are counted."""
TELLING: Final = (Standing.WRONG, Standing.CHANCE, Standing.CANNOT_RUN)
"""What a reader has to see, the worst first."""

STATUS: Final = {Standing.CANNOT_RUN: 3, Standing.CHANCE: 4, Standing.WRONG: 5}
"""Exit status by the worst finding; 0 where there is none of these, 1 and 2 are the command's own failures."""


@dataclass
class Summary:
    """Of all findings so far."""

    counts: Counter[Standing] = field(default_factory=Counter)
    spellings: Counter[Spelling] = field(default_factory=Counter)
    kept: dict[Standing, list[Finding]] = field(default_factory=dict)
    environments: dict[str, str] = field(default_factory=dict)
    """By their digests, in words."""

    def passing(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The same findings, taken account of on their way."""
        for finding in findings:
            self.add(finding)
            yield finding

    def add(self, finding: Finding) -> None:
        self.counts[finding.standing] += 1
        if finding.standing is Standing.HOLDS:
            self.spellings[finding.spelling] += 1
        kept = self.kept.setdefault(finding.standing, [])
        if finding.standing in TELLING and len(kept) < KEPT:
            kept.append(finding)
        if (environment := finding.environment) is not None and environment.digest not in self.environments:
            versions = ", ".join(f"{name} {version}" for name, version in sorted(environment.versions.items()))
            self.environments[environment.digest] = f"{environment.runtime} on {environment.device}: {versions}"

    def status(self, fail_on: Standing = Standing.CANNOT_RUN) -> int:
        """The exit status: of the worst finding, unless it is better than ``fail_on``."""
        order = list(Standing)
        worst = max((each for each, count in self.counts.items() if count), key=order.index, default=Standing.HOLDS)
        return STATUS.get(worst, 0) if order.index(worst) >= order.index(fail_on) else 0

    def sentence(self) -> str:
        """How many keys there are and what became of them."""
        total = sum(self.counts.values())
        told = ", ".join(f"{self.counts[each]} {WORDS[each]}" for each in Standing)
        return f"{total} {'key' if total == 1 else 'keys'}: {told}"

    def spelling_sentence(self) -> str:
        """How those that hold are written, where that is not as they print; empty where all are."""
        told = [f"{self.spellings[each]} {SPELT[each]}" for each in Spelling if each in SPELT and self.spellings[each]]
        return f"of those that hold: {', '.join(told)}" if told else ""


WORDS: Final = {
    Standing.HOLDS: "hold",
    Standing.NOT_CHECKED: "not checked",
    Standing.CANNOT_RUN: "cannot be run",
    Standing.CHANCE: "are chance",
    Standing.WRONG: "are wrong",
}
SPELT: Final = {
    Spelling.BLANKS: "with other blanks",
    Spelling.ABBREVIATED: "abbreviated",
    Spelling.COMMENT: "with a comment beside them",
    Spelling.NUMBERS: "with numbers or quotes written otherwise",
    Spelling.NOISE: "with other last digits",
    Spelling.ROUNDED: "with fewer digits",
    Spelling.MESSAGE: "with another message of the same exception",
}


def because(finding: Finding) -> str:
    """Why a key does not hold, as one sentence."""
    if finding.standing is Standing.CHANCE:
        over = f" over {', '.join(finding.because)}" if finding.because else ""
        return f"{finding.runs} runs disagreed{over}."
    return finding.reason
