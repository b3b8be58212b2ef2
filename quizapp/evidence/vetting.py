"""What of an explanation can be true: a runner's word and a pack's are held against the program and its choices again.

Whatever fails is left out; what is left can be shown as it is. That the mutants were run is the runner's word, as is
what they printed; an author reads a slip before any learner does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from quizapp.evidence import unified_diff
from runner import citation
from runner.comparison import matches, normalise
from runner.explained import Distractor, Explained, Explanation, Sentence, Slip, Trace
from runner.message import Message, digest_of
from runner.protocol import Expectation

TRACE_LIMIT_CHARS: Final = 512 * 1024
"""Of a trace as JSON."""
SLIP_LIMIT_CHARS: Final = 8_000
"""Of a slip's difference and output together: nobody reads more."""


def vetted(explained: Explained, source: str, expectation: Expectation) -> Explained:
    """``explained`` without what cannot be true of ``source`` and its choices."""
    trace, fault = _trace(explained.trace, source)
    explanation = None
    if explained.explanation is not None and trace is not None:
        explanation = citation.kept(explained.explanation, trace)
        fault = "" if explanation else "its sentences say what the trace does not show"
    distractors = tuple(_distractors(explained.distractors, source, expectation))
    reached = {distractor.choice for distractor in distractors}
    wrong = [choice.id for choice in expectation.choices if choice.id != expectation.key]
    return Explained(
        explanation=_with_true_values(explanation) if explanation else None,
        no_explanation="" if explanation else explained.no_explanation or fault or "the runner gave none",
        trace=trace,
        distractors=distractors,
        proposals=tuple(_proposals(explained.proposals, source, expectation)),
        unreached=tuple(choice for choice in wrong if choice not in reached),
        mutants_run=explained.mutants_run,
    )


def digest(found: Slip | Explanation) -> str:
    """Content hash by which an author approves a slip or accepts an explanation."""
    return digest_of(sparse(found))


def digest_beside(explanation: Explanation) -> str:
    """The hash by which an author lets learners see an explanation from a run beside the author's own."""
    return digest_of({"beside": sparse(explanation)})


def sparse(message: Message) -> dict[str, Any]:
    """Plain JSON without what is as by default: shorter, and the same after a field was added to the protocol."""
    data: dict[str, Any] = message.model_dump(mode="json", exclude_defaults=True)
    return data


def _trace(trace: Trace | None, source: str) -> tuple[Trace | None, str]:
    """The trace, or none and why not."""
    if trace is None:
        return None, "there is no trace to hold its sentences against"
    if not trace.steps:
        return None, "its trace holds no step"
    numbers = [step.number for step in trace.steps]
    if numbers != sorted(set(numbers)):
        return None, "the steps of its trace are out of order"
    last = len(source.splitlines())
    if any(step.line > last for step in trace.steps):
        return None, "its trace names a line that the program does not have"
    if {model.step for model in trace.models} - set(numbers):
        return None, "its trace names a step that it does not hold"
    if len(json.dumps(sparse(trace), ensure_ascii=False)) > TRACE_LIMIT_CHARS:
        return None, "its trace is too long to be kept"
    return trace, ""


def _with_true_values(explanation: Explanation) -> Explanation:
    return Explanation(
        steps=tuple(map(_with_true_value, explanation.steps)),
        final_answer=_with_true_value(explanation.final_answer),
        quick_check=_with_true_value(explanation.quick_check),
    )


def _with_true_value(sentence: Sentence) -> Sentence:
    """Without values that its checked text does not hold: a translation would say them unchecked."""
    text = sentence.text.casefold()
    if all(value.casefold() in text for value in sentence.values.values()):
        return sentence
    return sentence.model_copy(update={"values": {}})


def _distractors(found: Iterable[Distractor], source: str, expectation: Expectation) -> Iterable[Distractor]:
    seen: set[str] = set()
    for distractor in found:
        choice, slip = distractor.choice, distractor.slip
        holds = choice not in seen and choice != expectation.key and _matched(slip, expectation) == {choice}
        if holds and _is_of(slip, source):
            seen.add(choice)
            yield distractor


def _proposals(found: Iterable[Slip], source: str, expectation: Expectation) -> Iterable[Slip]:
    seen: set[tuple[str, str]] = set()
    for slip in found:
        shown = normalise(slip.output).text.strip(), slip.exception
        if shown not in seen and any(shown) and not _matched(slip, expectation) and _is_of(slip, source):
            seen.add(shown)
            yield slip


def _matched(slip: Slip, expectation: Expectation) -> set[str]:
    relation, tolerance = expectation.comparison.relation, expectation.comparison.tolerance
    return {
        choice.id
        for choice in expectation.choices
        if matches(relation, tolerance, slip.output, slip.exception, choice.text)
    }


def _is_of(slip: Slip, source: str) -> bool:
    if len(slip.diff) + len(slip.output) > SLIP_LIMIT_CHARS or not slip.sentence.strip():
        return False
    mutant = unified_diff.applied(source, slip.diff)
    return mutant is not None and _words(mutant) != _words(source)


def _words(source: str) -> list[tuple[str, list[str]]]:
    """The lines that are not blank, each by its indentation, which Python heeds, and what it says."""
    lines = [line for line in source.splitlines() if line.strip()]
    return [(line[: len(line) - len(line.lstrip())], line.split()) for line in lines]
