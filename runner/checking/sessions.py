"""Judges the examples of a session: each by itself, over the runs that all of them shared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from runner.banks.entry import Example, Place, Session
from runner.checking.finding import Finding, Spelling, Standing
from runner.checking.script import Ran, Shown, taken_apart
from runner.checking.spelling import furthest_apart, loosest, spelling, spelling_of_exception
from runner.comparison import normalise
from runner.execute import Observed
from runner.verification import judgement

_LACKS: Final = frozenset({"ImportError", "OSError", "MemoryError"})
"""Exceptions, and what descends from them, by which an example says that it lacks something here."""
_NOT_HERE: Final = re.compile(
    r"CUDA|NVIDIA|\bGPU\b|\bXPU\b|\bMPS\b|not linked with|[Nn]o backend|is not available|not been initialized"
    r"|requires? (?:the )?\w+ (?:library|package|module)|[Pp]lease install|is not installed|[Cc]ompiler"
)
"""Messages by which a library says the same under the name of another exception."""

_VARIES: Final = re.compile(r"#[^\n]*\b(?:random|may vary|varies|uninitiali[sz]ed|SKIP)\b[^\n]*", re.IGNORECASE)
"""What an author writes beside an output that is one of many."""
_UNREACHED: Final = "The run ended before it."

Told = tuple[Standing, str, Spelling]


def judge(session: Session, observed: Observed) -> Iterator[Finding]:
    """A finding for each example that claims something: that shows what it does, or does not come to its end."""
    observation = observed.observation
    runs = [taken_apart(session, execution) for execution in observation.executions]
    stopped = judgement.no_statement(observation.executions)
    failed: Example | None = None
    for number, example in enumerate(session.examples):
        shown = [run.shown[number] for run in runs if number in run.shown]
        told = _told(example, shown, stopped if stopped or len(shown) == len(runs) else _UNREACHED)
        if told is None:
            continue
        standing, reason, how = told
        if standing is Standing.WRONG and failed is not None:
            standing, reason = Standing.CANNOT_RUN, f"The example on line {failed.line}, before it, did not run."
        if standing is Standing.WRONG and any(run.module for run in runs):
            standing = Standing.CANNOT_RUN
        if standing is Standing.CANNOT_RUN and failed is not None and not example.want:
            continue  # the consequences of what was told are no findings of their own
        if standing in {Standing.WRONG, Standing.CANNOT_RUN} and any(each.raised for each in shown):
            failed = failed or example
        yield Finding(
            Place(session.place.file, example.line),
            session.id,
            standing,
            _with_module(reason, runs) if standing is Standing.CANNOT_RUN else reason,
            wanted=example.want,
            printed=_printed(shown),
            spelling=how,
            because=observation.causes if standing is Standing.CHANCE else (),
            runs=len(runs),
            environment=observed.environment,
        )


def _told(example: Example, shown: Sequence[Shown], stopped: str) -> Told | None:
    """What the runs say of ``example``; ``None`` where it claims nothing."""
    if example.skipped:
        return Standing.NOT_CHECKED, f"Its author leaves it out: {example.skipped}", Spelling.EXACT
    if stopped:
        return (Standing.CANNOT_RUN, stopped, Spelling.EXACT) if example.want else None
    if example.raises is None and not example.want and not any(each.raised for each in shown):
        return None
    found = [_spelling(example, each) for each in shown]
    if (how := loosest(found)) is not None:
        return Standing.HOLDS, "", how
    if varies := _VARIES.search(f"{example.source}{example.want}"):
        return Standing.NOT_CHECKED, f"Its author says that it varies: {varies[0]}", Spelling.EXACT
    if len({_signature(each) for each in shown}) > 1:
        return Standing.CHANCE, "", Spelling.EXACT
    return *_why_not(example, shown[0]), Spelling.EXACT


def _spelling(example: Example, shown: Shown) -> Spelling | None:
    if example.raises is not None:
        return spelling_of_exception(shown.raised, example.raises, example.flags) if shown.raised else None
    if not shown.raised:
        return spelling(shown.printed, example.want, example.flags)
    # A last line that names the exception, without a traceback above it.
    lines = example.want.strip().splitlines()
    found = spelling_of_exception(shown.raised, lines[-1], example.flags) if lines else None
    return loosest([Spelling.ABBREVIATED, found])


def _signature(shown: Shown) -> tuple[str, str]:
    """What runs share that differ in nothing but the addresses they print."""
    return normalise(shown.printed).text, normalise(shown.raised).text


def _why_not(example: Example, shown: Shown) -> tuple[Standing, str]:
    if not shown.raised:
        if example.raises is not None:
            return Standing.WRONG, "It raises nothing."
        return Standing.WRONG, _how_far(shown.printed, example.want)
    if "NameError" in shown.kinds and example.raises is None:
        return Standing.CANNOT_RUN, f"It uses what nothing before it defines: {shown.raised}"
    if "SyntaxError" in shown.kinds and example.raises is None:
        return Standing.CANNOT_RUN, f"It is not Python: {shown.raised}"
    if _LACKS.intersection(shown.kinds) or _NOT_HERE.search(shown.raised):
        return Standing.CANNOT_RUN, f"It needs what is not here: {shown.raised}"
    return Standing.WRONG, f"It raises {shown.raised}"


def _how_far(printed: str, wanted: str) -> str:
    if not printed:
        return "It prints nothing."
    apart = furthest_apart(printed, wanted)
    return "It prints something else." if apart is None else f"It prints other numbers, at most {apart:.1e} apart."


def _with_module(reason: str, runs: Sequence[Ran]) -> str:
    missing = next((run.module for run in runs if run.module), "")
    return f"{reason} (and before it, what it is given names by failed: {missing})" if missing else reason


def _printed(shown: Sequence[Shown]) -> str:
    return shown[0].printed + shown[0].raised if shown else ""
