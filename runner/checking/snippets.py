"""Judges a whole program by all that it is said to print."""

from __future__ import annotations

from runner.banks.entry import Snippet
from runner.checking.finding import Finding, Spelling, Standing
from runner.checking.spelling import loosest, spelling
from runner.comparison import matches
from runner.execute import Observed
from runner.protocol import Execution
from runner.verification import judgement


def judge(snippet: Snippet, observed: Observed) -> Finding:
    standing, reason, how = _told(snippet, observed)
    return Finding(
        snippet.place,
        snippet.id,
        standing,
        reason,
        wanted=snippet.output,
        printed=printed_by(observed.observation.executions[0]),
        spelling=how,
        because=observed.observation.causes if standing is Standing.CHANCE else (),
        runs=len(observed.observation.executions),
        environment=observed.environment,
    )


def printed_by(execution: Execution) -> str:
    """What a run printed, and the last line of the traceback where it raised."""
    raised = execution.exception
    return execution.stdout + (f"{raised.type}: {raised.message}" if raised is not None else "")


def _told(snippet: Snippet, observed: Observed) -> tuple[Standing, str, Spelling]:
    observation = observed.observation
    if reason := judgement.undecided(observation.executions, observation.causes):
        return Standing.CANNOT_RUN, reason, Spelling.EXACT
    found = [_spelling(execution, snippet.output) for execution in observation.executions]
    if (how := loosest(found)) is not None:
        return Standing.HOLDS, "", how
    if not judgement.agree(observation.executions):
        return Standing.CHANCE, "", Spelling.EXACT
    raised = observation.executions[0].exception
    if raised is not None and raised.type == "ModuleNotFoundError":
        return Standing.CANNOT_RUN, f"It needs what is not here: {raised.message}", Spelling.EXACT
    return (
        Standing.WRONG,
        "It prints something else." if raised is None else f"It raises {raised.type}.",
        Spelling.EXACT,
    )


def _spelling(execution: Execution, wanted: str) -> Spelling | None:
    if execution.exception is None:
        return spelling(execution.stdout, wanted)
    # An output that ends with a traceback, or with the line that names the exception.
    return Spelling.EXACT if matches("lines", None, execution.stdout, execution.exception.type, wanted) else None
