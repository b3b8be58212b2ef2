"""The verdict: pure functions from what runs did to what they prove about a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from runner.comparison import matches
from runner.comparison.normaliser import normalise, without_display_noise
from runner.comparison.relations import LOOSER
from runner.protocol import Execution, Expectation, Outcome, Verdict, Verification

_NO_STATEMENT: Final[Mapping[Outcome, str]] = {
    Outcome.TIMEOUT: "It did not end within its time.",
    Outcome.MEMORY: "It asked for more memory than it may have.",
    Outcome.OUTPUT_LIMIT: "It printed more than is kept.",
    Outcome.KILLED: "It was killed by a signal.",
}
"""Outcomes that a limit of ours may have caused, so that they prove nothing; the first of them is the reason."""
_ROUNDING: Final = frozenset({"weights", "threads", "cpu_capability"})
"""Arbitrary weights may show differences in rounding that the real ones do not."""
_REFUSED: Final = "It asked for the network or another process, which no run gets."
_SYSTEM: Final = "It failed over a file of the system's, most of which no run sees."
_OF_FILES: Final = frozenset({"FileNotFoundError", "PermissionError", "NotADirectoryError", "OSError"})
_WEIGHTS: Final = "The output depends on pre-trained weights, which this host does not have."
_NO_TEXT: Final = "It printed bytes that are not UTF-8, which no choice can equal."


def no_statement(executions: Sequence[Execution]) -> str:
    """Why these runs prove nothing, whatever they printed; empty if they may."""
    for outcome, reason in _NO_STATEMENT.items():
        if any(execution.outcome is outcome for execution in executions):
            return reason
    if any("refused" in execution.noticed for execution in executions):
        return _REFUSED
    return _SYSTEM if any(map(_failed_over_a_system_file, executions)) else ""


def _failed_over_a_system_file(execution: Execution) -> bool:
    """Whether the exception may be the jail's: elsewhere the file would be there."""
    return "system-files" in execution.noticed and _raised(execution) in _OF_FILES


def undecided(executions: Sequence[Execution], causes: Sequence[str]) -> str:
    """Why nothing can be said about the output; empty if it is stable, or unstable for a reason of its own."""
    if reason := no_statement(executions):
        return reason
    if not agree(executions):
        return _WEIGHTS if "weights" in causes and _ROUNDING.issuperset(causes) else ""
    return _NO_TEXT if any(execution.lossy for execution in executions) else ""


def judge(
    executions: Sequence[Execution],
    expectation: Expectation,
    *,
    varied: tuple[str, ...] = (),
    unstable_because: tuple[str, ...] = (),
    holds_for: str = "",
) -> Verification:
    """What ``executions`` of one program prove about ``expectation``; ``varied`` says in what they differed.

    ``unstable_because`` are the causes found by further runs; they are reported only if the runs disagreed.
    """
    first = executions[0]
    common: dict[str, Any] = {"output": first.stdout, "runs": len(executions), "varied": varied}
    stable = agree(executions)
    if not stable and not no_statement(executions):
        common["unstable_because"] = unstable_because
    if reason := undecided(executions, unstable_because):
        return Verification(verdict=Verdict.INCONCLUSIVE, reason=reason, **common)
    if not stable:
        return Verification(verdict=Verdict.UNSTABLE, **common)
    comparison = expectation.comparison
    matched = matching(first, expectation, comparison.relation, comparison.tolerance)
    common |= {
        "holds_for": holds_for,
        "matched": matched[0] if len(matched) == 1 else None,
        "looser": _looser(first, expectation, matched),
    }
    if matched == [expectation.key]:
        return Verification(verdict=Verdict.PROVEN, **common)
    return Verification(verdict=Verdict.REFUTED, reason=_why_refuted(matched, expectation.key), **common)


def agree(executions: Sequence[Execution]) -> bool:
    """Whether every run did the same: outcome, exception and what a terminal would have kept of the output."""
    return len({signature(execution) for execution in executions}) == 1


def signature(execution: Execution) -> tuple[str, str, str]:
    """What two runs must share to count as the same."""
    return execution.outcome.value, _raised(execution), without_display_noise(execution.stdout).text


def bare_signature(execution: Execution) -> tuple[str, str, str]:
    """What two runs share that differ in nothing but the addresses they print."""
    return execution.outcome.value, _raised(execution), normalise(execution.stdout).text


def matching(execution: Execution, expectation: Expectation, relation: str, tolerance: float | None) -> list[str]:
    """The choices that the execution's output equals."""
    raised = _raised(execution)
    return [
        choice.id
        for choice in expectation.choices
        if matches(relation, tolerance, execution.stdout, raised, choice.text)
    ]


def _raised(execution: Execution) -> str:
    return execution.exception.type if execution.exception is not None else ""


def _looser(execution: Execution, expectation: Expectation, matched: Sequence[str]) -> str | None:
    """The first looser relation that takes another choice too where the key matched, or the key where nothing did."""
    declared = expectation.comparison
    for relation, tolerance in _looser_relations(declared.relation, declared.tolerance):
        found = matching(execution, expectation, relation, tolerance)
        if matched == [expectation.key] and set(found) > set(matched):
            return relation
        if not matched and found == [expectation.key]:
            return relation
    return None


def _looser_relations(relation: str, tolerance: float | None) -> Iterator[tuple[str, float | None]]:
    for looser in LOOSER[relation]:
        yield looser, tolerance if looser == "numbers" else None


def _why_refuted(matched: Sequence[str], key: str) -> str:
    if not matched:
        return "The output equals none of the choices."
    if key in matched:
        return f"The output equals the key and also {', '.join(each for each in matched if each != key)}."
    return f"The output equals {', '.join(matched)}, not the key."
