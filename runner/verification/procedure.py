"""Has a program run as often as it takes to tell whether its output is its own, and finds what else it rests on.

Five runs differ in everything we control. Where they agree, what the runs noticed decides about more: a draw from an
unseeded generator whose contents came back to Python, a set whose order may show, threads, a clock. Where they
disagree, two runs that differ are led into each other, one thing at a time, to see which one it was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from runner.protocol import MAX_EXECUTIONS, Execution
from runner.variant import Variant
from runner.verification import variation
from runner.verification.judgement import agree, bare_signature, no_statement, signature

RunAll = Callable[[Sequence[Variant]], Sequence[Execution]]
"""Runs the program once under each variant and returns the executions in the same order."""

BATCH: Final = 8
ENOUGH_CPU_S: Final = 40.0
"""Doubt is given no more processor time than this once it has had ``LEAST_DOUBTFUL`` runs."""
LEAST_DOUBTFUL: Final = 16
SLOW_CPU_S: Final = 0.5
"""Where one run takes more than this, one pair of runs that differ has to name the causes."""
_ROUNDING: Final = frozenset({"threads", "cpu_capability"})
_LOOKED_INTO: Final = 3
"""Of the outputs that differ from the first, so many are led back to it."""

_RUNS_WHEN_NOTICED: Final = {"threads": 32, "native-clock": 24, "clock": 12, "sets": variation.HASH_SEEDS + 1}


@dataclass(frozen=True, slots=True)
class Observation:
    """Every run that was made to tell whether they agree, and what made them disagree."""

    executions: tuple[Execution, ...]
    variants: tuple[Variant, ...]
    causes: tuple[str, ...] = ()
    holds_for: str = ""
    _stable: bool = field(default=True, repr=False)

    @property
    def stable(self) -> bool:
        return self._stable


def observe(run: RunAll, least: int = len(variation.DETECTION)) -> Observation:
    """Run until it is clear that all runs agree, or that they do not, or that nothing can be said."""
    variants = list(variation.further(0, 1))
    executions = list(run(variants))
    if no_statement(executions) or least == 1:
        return Observation(tuple(executions), tuple(variants))
    _more(run, variants, executions, variation.further(1, least))
    if not no_statement(executions) and agree(executions):
        _look_closer(run, variants, executions)
    seen = Observation(tuple(executions), tuple(variants), holds_for=_weights(executions))
    if no_statement(executions):
        return seen
    if not agree(executions):
        causes = _causes(run, seen.variants, seen.executions)
        return Observation(seen.executions, seen.variants, causes, seen.holds_for, _stable=False)
    if executions[0].weights and _holds_for_stand_ins(run, variants, executions):
        return Observation(seen.executions, seen.variants, holds_for="any weights")
    return seen


def _more(run: RunAll, variants: list[Variant], executions: list[Execution], added: Sequence[Variant]) -> None:
    variants.extend(added)
    executions.extend(run(added))


def _look_closer(run: RunAll, variants: list[Variant], executions: list[Execution]) -> None:
    """More runs, in batches, until they disagree or the doubt has had what it deserves."""
    enough = wanted(executions)
    many_hashes = any("sets" in execution.noticed for execution in executions)
    while len(executions) < enough:
        if len(executions) >= LEAST_DOUBTFUL and _cpu_s(executions) >= ENOUGH_CPU_S:
            return
        batch = variation.further(len(executions), min(enough, len(executions) + BATCH), many_hashes=many_hashes)
        _more(run, variants, executions, batch)
        if no_statement(executions) or not agree(executions):
            return


def wanted(executions: Sequence[Execution]) -> int:
    """How many runs it takes to trust these, by what they noticed; 0 where they noticed nothing to doubt."""
    noticed = {kind for execution in executions for kind in execution.noticed}
    if {"unseeded", "contents"} <= noticed:
        return MAX_EXECUTIONS
    return max((_RUNS_WHEN_NOTICED.get(kind, 0) for kind in noticed), default=0)


def _cpu_s(executions: Sequence[Execution]) -> float:
    return sum(execution.cpu_ms for execution in executions) / 1000


def _weights(executions: Sequence[Execution]) -> str:
    if any(execution.stand_ins for execution in executions):
        return "any weights"
    return ", ".join(dict.fromkeys(executions[0].weights))[:80]


def _holds_for_stand_ins(run: RunAll, variants: Sequence[Variant], executions: Sequence[Execution]) -> bool:
    """Whether the output is the same when the real weights it was run with are replaced."""
    replaced = run([variant.model_copy(update={"stand_ins": True}) for variant in variants[:3]])
    return agree([executions[0], *replaced])


def _causes(run: RunAll, variants: Sequence[Variant], executions: Sequence[Execution]) -> tuple[str, ...]:
    """What made the runs disagree: each thing that alone turns the first run's output into another one."""
    start = variation.repeatable(variants[0])
    different: dict[object, Variant] = {}
    for variant, execution in zip(variants, executions, strict=True):
        if signature(execution) != signature(executions[0]):
            different.setdefault(signature(execution), variant)
    slow = _cpu_s(executions) > SLOW_CPU_S * len(executions)
    ends = [variation.repeatable(variant) for variant in list(different.values())[: 1 if slow else _LOOKED_INTO]]
    base, again, *repeated = run([start, start, *ends, *ends])
    pairs = [(base, again), *zip(repeated[: len(ends)], repeated[len(ends) :], strict=True)]
    uncontrolled = [pair for pair in pairs if signature(pair[0]) != signature(pair[1])]
    if uncontrolled:
        return (_uncontrolled(uncontrolled),)
    found: set[str] = set()
    layout = False
    for end in ends:
        causes, elsewhere = _led_into(run, base, start, end)
        found |= causes
        layout = layout or elsewhere
    if layout:
        found = found - {"hash", "cpu_capability"} | {"address"}
    found -= _doubtful_beside(found, executions[0].noticed)
    return tuple(cause for cause in variation.FACTORS if cause in found) or (_nothing_controlled(executions),)


def _nothing_controlled(executions: Sequence[Execution]) -> str:
    """Where none of our circumstances does it alone or with others: a moving clock, or whatever came first."""
    noticed = {kind for execution in executions for kind in execution.noticed}
    return "clock" if "threads" not in noticed and noticed & {"clock", "native-clock"} else "race"


def _doubtful_beside(found: set[str], noticed: Collection[str]) -> set[str]:
    """Causes that others explain: luck in a race, and rounding of numbers that were chance already."""
    explained: set[str] = set()
    if "race" in found and "threads" in noticed:
        explained |= {"uninitialised_memory", "address", *_ROUNDING}
        explained |= set() if "sets" in noticed else {"hash"}
        explained |= set() if "clock" in noticed else {"clock"}
        explained |= set() if "unseeded" in noticed else {"seed"}
    if found & {"seed", "uninitialised_memory", "clock"}:
        explained |= _ROUNDING
    return explained


def _led_into(run: RunAll, base: Execution, start: Variant, end: Variant) -> tuple[set[str], bool]:
    """The causes that tell the two apart, and whether where objects lie in memory does more than show in addresses."""
    steps = list(variation.single_steps(start, end))
    tried = dict(zip((cause for cause, _ in steps), run([step for _, step in steps]), strict=True))
    found = {cause for cause, seen in tried.items() if signature(seen) != signature(base)}
    if not found:
        return _first_together(run, base, start, end), False
    if all(bare_signature(tried[cause]) == bare_signature(base) for cause in found):
        return {"address"}, False
    return found, _is_layout(run, base, start, tried)


def _is_layout(run: RunAll, base: Execution, start: Variant, tried: Mapping[str, Execution]) -> bool:
    """Whether what looks like the hash seed is that its process lays out everything elsewhere in memory."""
    if bare_signature(tried.get("address", base)) != bare_signature(base):
        return True
    if "sets" in base.noticed or bare_signature(tried.get("hash", base)) == bare_signature(base):
        return False
    (elsewhere,) = run([variation.in_another_process(start)])
    return bare_signature(elsewhere) != bare_signature(base)


def _first_together(run: RunAll, base: Execution, start: Variant, end: Variant) -> set[str]:
    """Where nothing alone does it: the thing with which, after those before it, the output changes."""
    steps = list(variation.path(start, end))
    for (cause, _), seen in zip(steps, run([step for _, step in steps]), strict=True):
        if signature(seen) != signature(base):
            return {cause}
    return set()


def _uncontrolled(pairs: Sequence[tuple[Execution, Execution]]) -> str:
    """Runs of the same variant differ: told apart by what they noticed and by what differs in the text."""
    noticed = {kind for pair in pairs for execution in pair for kind in execution.noticed}
    if all(bare_signature(left) == bare_signature(right) for left, right in pairs):
        return "address"
    if "threads" in noticed:
        return "race"
    if "native-clock" in noticed:
        return "clock"
    if {"unseeded", "contents"} <= noticed:
        return "seed"
    return "address"
