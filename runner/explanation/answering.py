"""The answer in one sentence, and one way to check it."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from runner.explained import Sentence, TraceStep
from runner.explanation.families import counting, exceptions, values
from runner.explanation.saying import code, count, product, say, value
from runner.explanation.story import Story

_MOST_LINES = 4
_LONGEST_OUTPUT = 300


def ends(story: Story, step: TraceStep) -> bool:
    """Whether the exception of this step is the one that ends the program."""
    return story.ending is not None and step.raised == story.ending.raised


def final_answer(story: Story) -> Sentence | None:
    """What it prints and how it ends."""
    printing = [step for step in story.trace.steps if step.printed]
    ending = story.ending
    if story.exception and ending is None:
        return None
    kind = "" if ending is None else exceptions.named(ending)
    if not printing:
        return None if ending is None else say("ends-with", (ending.number,), type=kind)
    cites = [step.number for step in printing] + ([] if ending is None else [ending.number])
    output = _output(printing)
    if output and ending is not None:
        return say("prints-and-ends-with", cites, output=output, type=kind)
    if output:
        return say("prints", cites, output=output)
    if ending is not None:
        return say("ends-with", (ending.number,), type=kind)
    line = printing[-1].printed.rstrip("\n").rpartition("\n")[2]
    return say("prints-last", cites[-1:], output=code(line)) if line and len(line) <= _LONGEST_OUTPUT else None


def _output(printing: Sequence[TraceStep]) -> str:
    """Everything that was printed, if it is short and no pass of a loop is left out; empty otherwise."""
    if any(step.passes > 3 for step in printing):
        return ""
    lines = [line for step in printing for line in step.printed.splitlines() if line.strip()]
    if not 0 < len(lines) <= _MOST_LINES or sum(map(len, lines)) > _LONGEST_OUTPUT:
        return ""
    return ", then ".join(code(line) for line in lines)


def quick_checks(story: Story, steps: Sequence[Sentence]) -> Iterator[Sentence]:
    """The checks that belong to what the explanation turned on, most telling first."""
    if story.ending is not None:
        yield exceptions.check(story.ending)
        return
    for check in (_check_count, _check_by_message, _check_follow, _check_asked, _check_last_line, _check_line):
        sentence = check(story, steps)
        if sentence is not None:
            yield sentence


def _check_count(story: Story, steps: Sequence[Sentence]) -> Sentence | None:
    if any(sentence.message == "part-shared" for sentence in steps):
        return None
    for step in reversed(story.relevant):
        found = counting.find(story, step)
        if found is None:
            continue
        number, _model, seen, since = found
        total, trainable = seen.parameters or 0, seen.trainable or 0
        frozen = total - trainable
        cites = (step.number, since)
        if not frozen:
            return say("check-count-all", cites, total=count(total))
        if number == trainable:
            return say("check-count", cites, arithmetic=f"{count(total)} − {count(frozen)} = {count(trainable)}")
        return say("check-count-total", cites, arithmetic=f"{count(trainable)} + {count(frozen)} = {count(total)}")
    return None


def _check_by_message(_: Story, steps: Sequence[Sentence]) -> Sentence | None:
    """By the last sentence whose kind has a check of its own."""
    if {"broadcast", "gradient"} <= {sentence.message for sentence in steps}:
        return say("check-repeated", ())
    for sentence in reversed(steps):
        given = sentence.values
        if sentence.message in _PLAIN_CHECKS:
            return say(_PLAIN_CHECKS[sentence.message], ())
        if sentence.message in {"reshape", "reshape-inferred"}:
            before, after = (product(_sizes(given[key])) for key in ("before", "after"))
            return say("check-numbers", sentence.cites, equation=f"{before} and {after}" if before != after else before)
        if sentence.message in _LAYERS:
            return say("check-layers", sentence.cites, after=given["after"])
        if sentence.message == "computes" and "//" in given["arithmetic"]:
            return _check_quotient(sentence, steps)
    return None


def _check_quotient(sentence: Sentence, steps: Sequence[Sentence]) -> Sentence | None:
    """E.g. "3 × 16 + 2 = 50", where quotient and rest of the same division were both computed."""
    found = re.fullmatch(r"(\d+) // (\d+) = (\d+)", sentence.values["arithmetic"])
    if found is None:
        return None
    whole, by, quotient = found.groups()
    for other in steps:
        rest = re.fullmatch(rf"{whole} % {by} = (\d+)", other.values.get("arithmetic", ""))
        if rest is not None:
            arithmetic = f"{quotient} × {by} + {rest[1]} = {whole}"
            return say("check-quotient", (*sentence.cites, *other.cites), arithmetic=arithmetic)
    return None


_PLAIN_CHECKS: Final = {
    "matmul": "check-matmul",
    "broadcast": "check-broadcast",
    "reduces": "check-reduces",
    "reduces-to": "check-reduces",
    "reduces-several": "check-reduces",
    "reduces-keeps": "check-keeps",
    "joins": "check-joins",
    "stacks": "check-joins",
    "picks": "check-picks",
    "slices": "check-picks",
    "type": "check-type",
    "type-mixed": "check-type",
    "requires": "check-gradients",
    "records-nothing": "check-gradients",
    "detaches": "check-gradients",
    "step": "check-step",
    "step-rule": "check-step",
    "gradient-adds": "check-adds",
    "same-object": "check-object",
    "shared-numbers": "check-memory",
    "expands": "check-memory",
    "part-tensors": "check-tensors",
    "part-tensors-trainable": "check-flags",
    "part-shared": "check-shared",
    "evaluates": "check-mode",
    "evaluates-partly": "check-mode",
    "trains-again": "check-mode",
    "tensor-no-grad": "check-gradients",
    "cuts-down": "check-resized",
    "resizes": "check-resized",
    "shares": "check-shares",
    "swaps": "check-places",
    "permutes": "check-places",
    "inserts": "check-ones",
    "squeezes": "check-ones",
    "places-largest": "check-reduces",
    "places-smallest": "check-reduces",
    "no-gradient": "check-fills",
    **exceptions.CHECKS,
}
_ASKED: Final = {
    ".param_groups": "check-groups",
    ".training": "check-mode",
    ".state_dict(": "check-state",
    ".grad": "check-fills",
    "requires_grad": "check-flags",
}
"""What a line that prints asks for, and the check that helps with it."""
_LAYERS: Final = frozenset(
    {
        "convolution",
        "convolution-two",
        "convolution-along",
        "pool",
        "pool-two",
        "pool-along",
        "linear",
        "flatten",
        "adaptive",
    }
)


def _sizes(text: str) -> list[int]:
    found = ast.literal_eval(text)
    return list(found) if isinstance(found, tuple) else [found]


def _check_follow(story: Story, _: Sequence[Sentence]) -> Sentence | None:
    """The variable that changed most often, from value to value."""
    histories: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for step in story.relevant:
        for change in step.changes:
            seen = change.value
            told = seen is not None and (seen.kind in {"number", "container"} or bool(seen.values))
            if seen is not None and told and len(seen.text) <= 60:
                histories.setdefault((step.function, change.name), []).append((step.number, value(seen)))
    folded = {(step.function, change.name) for step in story.relevant if step.passes > 3 for change in step.changes}
    best = max((each for each in histories if each not in folded), key=lambda key: len(histories[key]), default=None)
    if best is None or len(histories[best]) < 3:
        return None
    history = histories[best][:6]
    different = [each for each, _ in itertools.groupby(text for _, text in history)]
    if len(different) < 3:
        return None
    return say("check-follow", [number for number, _ in history], name=best[1], values=", then ".join(different))


def _check_last_line(story: Story, _: Sequence[Sentence]) -> Sentence | None:
    step = next((each for each in reversed(story.trace.steps) if each.printed), None)
    chain = "" if step is None else values.chain(story, step)
    return say("check-inside-out", (step.number,), chain=chain) if step is not None and chain else None


def _check_asked(story: Story, steps: Sequence[Sentence]) -> Sentence | None:
    """By what the printed line asks for."""
    step = next((each for each in reversed(story.trace.steps) if each.printed), None)
    text = "" if step is None else story.text_of(step)
    held = any(sentence.message in {"keys", "result-keys"} for sentence in steps)
    asked = next((message for asked, message in _ASKED.items() if asked in text), "check-keys" if held else "")
    return say(asked, ()) if asked else None


def _check_line(story: Story, _: Sequence[Sentence]) -> Sentence | None:
    step = next((each for each in reversed(story.trace.steps) if each.printed), None)
    return None if step is None else say("check-line", (step.number,), line=step.line)
