"""From a request to its report: has the program run under several variants and judges what the runs did."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from runner.errors import RunnerError
from runner.explained import Explained, Trace
from runner.explanation.composing import explain
from runner.explanation.search import MAX_PAIRS, MUTANT_LIMITS, Found, Trial, search
from runner.protocol import (
    Environment,
    Execution,
    Expectation,
    Fault,
    Limits,
    Program,
    RunReport,
    RunRequest,
    Verdict,
    Verification,
)
from runner.sandbox.client import Client
from runner.sandbox.messages import Answer, Job, Traced
from runner.sandbox.messages import fault_of as supervisor_fault_of
from runner.variant import Variant
from runner.verification import judgement, procedure, variation
from runner.verification.procedure import Observation

logger = logging.getLogger(__name__)

OTHER_CHANCE: Final = {"seed": 11, "weights": 12}
"""In what the second run that is followed differs: what a sentence says must not hang on chance."""
MOST_LINES: Final = 500
"""A longer program is not traced: nobody would read its explanation."""
_OTHERWISE: Final = "The run that was followed did something else than the others."
_OTHERWISE_COMPILED: Final = (
    "The program uses `torch.compile`. Only what is not compiled can be followed, and without compiling it did "
    "something else."
)
SEARCH_S: Final = 60.0
"""A search for slips begins nothing new after this."""


class Unanswered(RunnerError):
    """Carries a fault that the supervisor reported."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def fault_of(error: RunnerError) -> Fault:
    """The fault as it is reported."""
    return error.fault if isinstance(error, Unanswered) else supervisor_fault_of(error)


@dataclass(frozen=True, slots=True)
class Ran:
    """Executions in the order they were asked for."""

    executions: tuple[Execution, ...]
    environment: Environment
    jail: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Observed:
    """A program that was run until it was clear whether its runs agree."""

    observation: Observation
    environment: Environment
    jail: tuple[str, ...]


def execute(request: RunRequest, supervisor: Path, *, host: str) -> RunReport:
    """Run and judge ``request`` through the supervisor at that socket. Never raises for what a snippet does.

    A failure of ours becomes the report's fault and says whether asking again can help.
    """
    common: dict[str, Any] = {
        "run_id": request.run_id,
        "attempt": request.attempt,
        "program_digest": request.program.digest,
        "host": host,
    }
    try:
        with Client(supervisor) as client:
            if request.expectation is None:
                ran = _run_repeatedly(client, request)
                verification = explained = None
            else:
                observed = observe(client, request.program, request.limits, request.repeats)
                ran = Ran(observed.observation.executions, observed.environment, observed.jail)
                verification = verified(observed.observation, request.expectation)
                explained = None
                if request.explain and verification.verdict is Verdict.PROVEN:
                    explained = explained_or_why_not(
                        client, request.program, request.expectation, request.limits, observed.observation
                    )
    except RunnerError as error:
        return RunReport(**common, fault=fault_of(error))
    return RunReport(
        **common,
        environment=ran.environment,
        jail=ran.jail,
        executions=ran.executions,
        verification=verification,
        explained=explained,
    )


def observe(client: Client, program: Program, limits: Limits, least: int) -> Observed:
    """Have ``program`` run until it is clear whether its runs agree; raises ``Unanswered`` for a fault of ours."""
    environments: list[Ran] = []

    def run_all(variants: Sequence[Variant]) -> Sequence[Execution]:
        ran = run(client, program, variants, limits)
        environments.append(ran)
        return ran.executions

    observation = procedure.observe(run_all, least)
    return Observed(observation, environments[0].environment, environments[0].jail)


def verified(observation: Observation, expectation: Expectation) -> Verification:
    """What the observation proves about the key."""
    return judgement.judge(
        observation.executions,
        expectation,
        varied=variation.differing(observation.variants),
        unstable_because=observation.causes,
        holds_for=observation.holds_for,
    )


def explained_or_why_not(
    client: Client, program: Program, expectation: Expectation, limits: Limits, observation: Observation
) -> Explained:
    """The explanation of what ``program`` was observed to do, or why there is none, and the slips behind wrong choices.

    Raises nothing: a proof stands. What fails here is logged, because neither the program nor its key is to blame.
    """
    try:
        explained = explain_run(client, program, limits, observation)
    except RunnerError as error:
        logger.warning("program %s not explained: %s", program.digest, error)
        explained = Explained(no_explanation=f"The run that was to be followed failed: {error}"[:2000])
    except Exception:
        logger.exception("program %s not explained", program.digest)
        explained = Explained(no_explanation="Making the explanation failed.")
    try:
        found = slips_behind(client, program, expectation)
    except RunnerError as error:
        logger.warning("no slips of program %s: %s", program.digest, error)
        return explained
    except Exception:
        logger.exception("no slips of program %s", program.digest)
        return explained
    slips = {name: getattr(found, name) for name in ("distractors", "proposals", "unreached", "mutants_run")}
    return explained.model_copy(update=slips)


def explain_run(client: Client, program: Program, limits: Limits, observation: Observation) -> Explained:
    """The explanation alone, or why there is none; raises ``Unanswered`` for a fault of ours."""
    plain = observation.executions[0]
    if program.source.count("\n") > MOST_LINES:
        return Explained(no_explanation=f"The program has more than {MOST_LINES} lines.")
    if any("threads" in execution.noticed for execution in observation.executions):
        return Explained(no_explanation="The program starts threads, and only one can be followed.")
    first = observation.variants[0]
    followed = _followed(client, program, (first, first.model_copy(update=OTHER_CHANCE)), limits)
    for execution, traced in followed:
        if traced.trace is None:
            return Explained(no_explanation=f"There is no trace: {traced.reason}.")
        if judgement.signature(execution) != judgement.signature(plain):
            return Explained(no_explanation=_OTHERWISE_COMPILED if "torch.compile" in program.source else _OTHERWISE)
    trace, again = (traced.trace for _, traced in followed)
    assert trace is not None
    if not trace.steps:
        return Explained(no_explanation="No line of the program ran.")
    if not _reaches_the_end(trace, plain):
        return Explained(no_explanation="The program runs more lines than a trace holds.")
    raised = "" if plain.exception is None else plain.exception.type
    explanation = explain(trace, program.source, again=again, exception=raised)
    if explanation is None:
        return Explained(trace=trace, no_explanation="There is nothing in the run that a sentence could rest on.")
    return Explained(explanation=explanation, trace=trace)


def _followed(
    client: Client, program: Program, variants: Sequence[Variant], limits: Limits
) -> list[tuple[Execution, Traced]]:
    jobs = [
        Job(id=number, program=program, variant=variant, limits=limits, trace=True)
        for number, variant in enumerate(variants)
    ]
    found: dict[int, tuple[Execution, Traced]] = {}
    for answer in client.run(jobs):
        if answer.fault is not None:
            raise Unanswered(answer.fault)
        if answer.execution is None or answer.traced is None:
            raise Unanswered(Fault(kind="MessageInvalid", message="an answer lacks its trace", retryable=True))
        found[answer.id] = (answer.execution, answer.traced)
    return [found[number] for number in range(len(variants))]


def _reaches_the_end(trace: Trace, plain: Execution) -> bool:
    """Whether the last thing that a run printed or raised is in its trace."""
    if plain.exception is not None:
        return not trace.truncated and any(step.raised for step in trace.steps)
    printed = "".join(step.printed for step in trace.steps).rstrip()
    return plain.stdout.rstrip().endswith(printed.rpartition("\n")[2]) if printed else not plain.stdout.strip()


def slips_behind(
    client: Client,
    program: Program,
    expectation: Expectation,
    *,
    time_s: float = SEARCH_S,
    max_pairs: int = MAX_PAIRS,
) -> Found:
    """The slips that print wrong choices; raises ``Unanswered`` for a fault of ours."""
    end = time.monotonic() + time_s

    def run_trials(trials: Sequence[Trial]) -> Sequence[Execution]:
        return run_each(client, trials, MUTANT_LIMITS).executions

    return search(run_trials, program, expectation, over=lambda: time.monotonic() >= end, max_pairs=max_pairs)


def _run_repeatedly(client: Client, request: RunRequest) -> Ran:
    first = run(client, request.program, variation.further(0, 1), request.limits)
    if request.repeats == 1 or judgement.no_statement(first.executions):
        return first
    rest = run(client, request.program, variation.further(1, request.repeats), request.limits)
    return Ran(first.executions + rest.executions, first.environment, first.jail)


def run(client: Client, program: Program, variants: Sequence[Variant], limits: Limits) -> Ran:
    """Run ``program`` once under each of ``variants``; raises ``Unanswered`` with the first fault."""
    return run_each(client, [Trial(program, variant) for variant in variants], limits)


def run_each(client: Client, trials: Sequence[Trial], limits: Limits) -> Ran:
    """Run each of ``trials``, at least one and all of one runtime, once; raises ``Unanswered`` with the first fault."""
    jobs = [
        Job(id=number, program=trial.program, variant=trial.variant, limits=limits)
        for number, trial in enumerate(trials)
    ]
    answers: dict[int, Answer] = {}
    for answer in client.run(jobs):
        if answer.fault is not None:
            raise Unanswered(answer.fault)
        answers[answer.id] = answer
    executions = tuple(answer.execution for _, answer in sorted(answers.items()) if answer.execution is not None)
    environment = answers[0].environment
    if environment is None or len(executions) != len(jobs):
        raise Unanswered(Fault(kind="MessageInvalid", message="an answer lacks its execution", retryable=True))
    return Ran(executions, environment, answers[0].jail)
