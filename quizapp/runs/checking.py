"""Whether a report can be true: of this run, of itself, and of what its executions show.

A verdict is never taken on a runner's word. It is derived again here from the outputs, with the same relations, so
that a broken host, an old one or a forged message cannot prove a key that its own outputs contradict.
"""

from __future__ import annotations

from typing import Final

from quizapp.runs.errors import ReportRejected
from quizapp.runs.models import Run
from runner.comparison import matches, normalise
from runner.protocol import Execution, Expectation, Outcome, RunReport, Verdict, Verification

FEWEST_RUNS_PROVEN: Final = 2
"""One run shows an output, not that it is always the same."""


def check_report(run: Run, report: RunReport) -> None:
    """Raise ``ReportRejected`` unless ``report`` is a possible answer to ``run``."""
    if report.attempt > run.attempt:
        raise ReportRejected(f"attempt {report.attempt} was never sent, {run.attempt} was the last")
    if report.program_digest != run.program.digest:
        raise ReportRejected(f"it ran program {report.program_digest[:12]}, not {run.program.digest[:12]}")
    if report.fault is not None:
        return
    environment = report.environment
    if environment is None or (environment.runtime, environment.device) != (run.program.runtime, run.program.device):
        raise ReportRejected(f"it ran elsewhere than on {run.program.runtime}, {run.program.device}")
    if run.environment and environment.digest != run.environment:
        raise ReportRejected(f"it ran in environment {environment.digest[:12]}, not in {run.environment[:12]}")
    if "python" not in environment.versions:
        raise ReportRejected("its environment names no version of python")
    for execution in report.executions:
        _check_execution(execution)
    _check_verification(run, report)
    if report.explained is not None and not run.explain:
        raise ReportRejected("it explains what it was not asked to explain")


def _check_execution(execution: Execution) -> None:
    raised = execution.outcome is Outcome.RAISED
    if raised and execution.exception is None:
        raise ReportRejected("an execution raised, and names no exception")
    if execution.outcome is Outcome.FINISHED and execution.exception is not None:
        raise ReportRejected("an execution finished with an exception")


def _check_verification(run: Run, report: RunReport) -> None:
    verification = report.verification
    if (verification is None) != (run.expectation is None):
        raise ReportRejected("a verdict and an expectation go together, and one of them is missing")
    if verification is None:
        return
    if verification.runs != len(report.executions):
        raise ReportRejected(f"it speaks of {verification.runs} runs and carries {len(report.executions)}")
    expectation = Expectation.from_dict(run.expectation)
    if verification.matched is not None and verification.matched not in {each.id for each in expectation.choices}:
        raise ReportRejected(f"it matched {verification.matched!r}, which is no choice")
    _VERDICT_CHECKS[verification.verdict](verification, expectation, report.executions)


def _check_proven(verification: Verification, expectation: Expectation, executions: tuple[Execution, ...]) -> None:
    if len(executions) < FEWEST_RUNS_PROVEN:
        raise ReportRejected(f"proven by {len(executions)} run")
    if verification.matched != expectation.key:
        raise ReportRejected(f"proven, and matched {verification.matched!r} instead of the key {expectation.key!r}")
    if any(execution.lossy for execution in executions):
        raise ReportRejected("proven by an output that is not all text")
    for seen in _distinct(executions):
        if _matched(expectation, seen) != {expectation.key}:
            raise ReportRejected("proven, and an execution's output does not equal the key alone")
    _check_output(verification, executions[0])


def _check_refuted(verification: Verification, expectation: Expectation, executions: tuple[Execution, ...]) -> None:
    matched = _matched(expectation, _seen(executions[0]))
    if matched == {expectation.key}:
        raise ReportRejected("refuted, and the first execution's output equals the key alone")
    if verification.matched is not None and matched != {verification.matched}:
        raise ReportRejected(f"refuted in favour of {verification.matched!r}, which the output does not equal alone")
    _check_output(verification, executions[0])


def _check_unstable(_: Verification, __: Expectation, executions: tuple[Execution, ...]) -> None:
    if len(_distinct(executions)) == 1:
        raise ReportRejected("unstable, and all its executions agree")


def _check_inconclusive(verification: Verification, _: Expectation, __: tuple[Execution, ...]) -> None:
    if not verification.reason:
        raise ReportRejected("inconclusive without a reason")


_VERDICT_CHECKS: Final = {
    Verdict.PROVEN: _check_proven,
    Verdict.REFUTED: _check_refuted,
    Verdict.UNSTABLE: _check_unstable,
    Verdict.INCONCLUSIVE: _check_inconclusive,
}

_Seen = tuple[Outcome, str, str]
"""Of an execution what an answer can be about: outcome, output, type of the exception."""


def _seen(execution: Execution) -> _Seen:
    return execution.outcome, execution.stdout, execution.exception.type if execution.exception else ""


def _distinct(executions: tuple[Execution, ...]) -> set[_Seen]:
    """Comparing costs; most executions show the same."""
    return {_seen(execution) for execution in executions}


def _matched(expectation: Expectation, seen: _Seen) -> set[str]:
    outcome, stdout, exception_type = seen
    if outcome not in {Outcome.FINISHED, Outcome.RAISED}:
        return set()
    relation, tolerance = expectation.comparison.relation, expectation.comparison.tolerance
    return {
        choice.id for choice in expectation.choices if matches(relation, tolerance, stdout, exception_type, choice.text)
    }


def _check_output(verification: Verification, first: Execution) -> None:
    if first.outcome is Outcome.FINISHED and _bare(verification.output) != _bare(first.stdout):
        raise ReportRejected("the output it names is not what its executions printed")


def _bare(text: str) -> str:
    return normalise(text).text.strip()
