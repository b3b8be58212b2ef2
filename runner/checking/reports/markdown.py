"""To paste into an issue of the project that the bank belongs to: what was found, the worst first, and where it ran."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, TextIO

from runner.checking.finding import Finding, Standing
from runner.checking.reports.visible import visible
from runner.checking.summary import TELLING, Summary, because

LIMIT_CHARS: Final = 60_000
"""An issue on GitHub takes 65,536 characters."""
_OUTPUT_CHARS: Final = 1500

_TITLES: Final = {
    Standing.WRONG: "Wrong",
    Standing.CHANCE: "Chance",
    Standing.CANNOT_RUN: "Cannot be run",
}


def write(findings: Iterable[Finding], summary: Summary, out: TextIO) -> None:
    for _ in summary.passing(findings):
        pass
    left = LIMIT_CHARS
    for part in _parts(summary):
        left -= len(part)
        if left < 0:
            out.write("\nThe rest is left out here; the report as text or JSON has all of it.\n")
            return
        out.write(part)


def _parts(summary: Summary) -> Iterator[str]:
    yield f"## Keys checked by running them\n\n{summary.sentence()}\n"
    if sentence := summary.spelling_sentence():
        yield f"\n{sentence[0].upper()}{sentence[1:]}.\n"
    for environment in summary.environments.values():
        yield f"\nChecked with {environment}.\n"
    for standing in TELLING:
        kept = summary.kept.get(standing, [])
        if kept:
            yield f"\n### {_TITLES[standing]}\n"
        yield from map(_row if standing is Standing.CANNOT_RUN else _told, kept)
        if (more := summary.counts[standing] - len(kept)) > 0:
            yield f"\nand {more} more\n"


def _row(finding: Finding) -> str:
    return f"\n- `{_code(str(finding.place))}`: {_prose(because(finding))}"


def _told(finding: Finding) -> str:
    name = f" `{_code(finding.id)}`" if finding.id else ""
    shown = [f"\n#### `{_code(str(finding.place))}`{name}\n\n{_prose(because(finding))}\n"]
    for title, text in (("Shown", finding.wanted), ("Printed", finding.printed)):
        if text.strip():
            shown.append(f"\n{title}:\n\n{_fenced(text)}\n")
    return "".join(shown)


def _fenced(text: str) -> str:
    """A block that whatever is in ``text`` does not end."""
    cut = visible(text).rstrip("\n")
    cut = cut if len(cut) <= _OUTPUT_CHARS else f"{cut[:_OUTPUT_CHARS]}\n... cut here"
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", cut)), default=0))
    return f"{fence}text\n{cut}\n{fence}"


def _code(text: str) -> str:
    return " ".join(visible(text).replace("`", "'").split())


def _prose(text: str) -> str:
    """One line in which nothing is taken for Markdown, a mention or HTML."""
    return re.sub(r"([\\`*_\[\]<>#|@&])", r"\\\1", " ".join(visible(text).split()))[:600]
