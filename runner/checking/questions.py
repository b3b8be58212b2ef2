"""Judges the marked choice of a question by what its code prints."""

from __future__ import annotations

import json
from typing import Final

from runner.banks.entry import Question
from runner.checking.finding import Finding, Spelling, Standing
from runner.checking.snippets import printed_by
from runner.execute import Observed, verified
from runner.protocol import Verdict
from runner.verification import questions as lines

_STANDING: Final = {
    Verdict.PROVEN: Standing.HOLDS,
    Verdict.REFUTED: Standing.WRONG,
    Verdict.UNSTABLE: Standing.CHANCE,
    Verdict.INCONCLUSIVE: Standing.CANNOT_RUN,
}


def line_of(question: Question) -> lines.Question | lines.Refused:
    """The question as ``verify`` takes it, or why it does not."""
    names = _names(question)
    line = {
        "name": question.id,
        "source": question.code + "\n",
        "choices": dict(zip(names, question.choices, strict=True)),
        "key": names[question.key],
    }
    (read,) = lines.read(json.dumps(line).encode(), "", "cpu")
    return read


def judge(question: Question, line: lines.Question, observed: Observed) -> Finding:
    """A question whose code prints none of the choices, and that asks for no output, is about something else."""
    assert line.expectation is not None
    verification = verified(observed.observation, line.expectation)
    standing, reason, how = _STANDING[verification.verdict], verification.reason, Spelling.EXACT
    if verification.matched is not None and standing is Standing.WRONG:
        reason = f"It prints what another choice says: {question.choices[int(verification.matched[1:])]}"
    elif standing is Standing.WRONG and not reason.startswith("The output equals the key and also"):
        if verification.looser is not None:
            standing, reason, how = Standing.HOLDS, "", Spelling.NUMBERS
        elif not question.asks_for_output:
            standing, reason = Standing.NOT_CHECKED, "It prints none of the choices, and is not asked what it prints."
    return Finding(
        question.place,
        question.id,
        standing,
        reason,
        wanted=question.choices[question.key],
        printed=printed_by(observed.observation.executions[0]),
        spelling=how,
        because=verification.unstable_because,
        runs=verification.runs,
        environment=observed.environment,
    )


def _names(question: Question) -> list[str]:
    return [f"choice {number}" for number, _ in enumerate(question.choices, start=1)]
