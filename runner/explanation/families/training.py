"""Training: gradients that arrive, add up and are cleared, and weights that a step moves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from runner.explained import Seen, Sentence, TraceStep
from runner.explanation.saying import code, say
from runner.explanation.story import Known, Story

_RATE = re.compile(r'\.param_groups\[\d+\]\["lr"\]$')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


def sentences(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """What a step did to gradients, trained tensors and learning rates."""
    known = story.before[step.number]
    text = story.text_of(step)
    for change in step.changes:
        if change.name.endswith(".grad"):
            yield from _gradient(step, change.name, change.value, known, text)
        elif _RATE.search(change.name) and change.value is not None:
            before = known.get(change.name)
            alone = sum(bool(_RATE.search(each.name)) for each in step.changes) == 1 and "[0]" in change.name
            if before is None and alone:
                yield say("rate", (step.number,), value=change.value.text)
            elif before is None:
                yield say("rate-of-group", (step.number,), name=change.name, value=change.value.text)
            else:
                cites = (step.number, before[1])
                yield say("rate-changes", cites, text=text, before=before[0].text, value=change.value.text)
        elif (
            change.value is not None
            and change.value.values
            and change.name in known
            and _is_trained(known, change.name)
        ):
            yield from _moved(step, change.name, change.value, known, text)


def as_written(name: str) -> str:
    """A parameter's name as source writes it: ``model[2].bias.grad``."""
    return re.sub(r"\.(\d+)(?=\.)", r"[\1]", name)


def is_about(step: TraceStep) -> bool:
    """Whether gradients or rates changed."""
    return any(change.name.endswith(".grad") or _RATE.search(change.name) for change in step.changes)


def _is_trained(known: Known, name: str) -> bool:
    return f"{name}.grad" in known or known[name][0].requires_grad is True


def _gradient(step: TraceStep, name: str, value: Seen | None, known: Known, text: str) -> Iterator[Sentence]:
    before = known.get(name)
    if value is None:
        yield say("gradient-cleared", (step.number,), text=text, name=as_written(name))
    elif not value.values:
        return
    elif before is None or not before[0].values or not set(_NUMBER.findall(before[0].values)) - {"0.0"}:
        if set(_NUMBER.findall(value.values)) == {"0.0"} and before is not None:
            yield say("gradient-cleared", (step.number,), text=text, name=as_written(name))
        else:
            yield say("gradient", (step.number,), text=text, name=as_written(name), value=code(value.values))
    elif set(_NUMBER.findall(value.values)) == {"0.0"}:
        yield say("gradient-cleared", (step.number,), text=text, name=as_written(name))
    else:
        cites = (step.number, before[1])
        yield say(
            "gradient-adds",
            cites,
            text=text,
            name=as_written(name),
            before=code(before[0].values),
            value=code(value.values),
        )


def _moved(step: TraceStep, name: str, value: Seen, known: Known, text: str) -> Iterator[Sentence]:
    before, since = known[name]
    if not before.values or ".step(" not in text:
        return
    shown = {"text": text, "name": as_written(name), "before": code(before.values), "value": code(value.values)}
    gradient = known.get(f"{name}.grad")
    rates = [(seen, number) for other, (seen, number) in known.items() if _RATE.search(other)]
    if gradient is not None and len(rates) == 1:
        arithmetic = _plain_descent(before, rates[0][0], gradient[0], value)
        if arithmetic:
            yield say("step-rule", (step.number, since, gradient[1], rates[0][1]), **shown, arithmetic=arithmetic)
            return
    yield say("step", (step.number, since), **shown)


def _plain_descent(before: Seen, rate: Seen, gradient: Seen, after: Seen) -> str:
    """The first number's arithmetic, if every number moved by the rate times its gradient; empty otherwise."""
    columns = [_NUMBER.findall(seen.values) for seen in (before, gradient, after)]
    if len({len(column) for column in columns}) != 1 or not columns[0]:
        return ""
    for old, slope, new in zip(*columns, strict=True):
        if abs(Fraction(old) - Fraction(rate.text) * Fraction(slope) - Fraction(new)) > Fraction(1, 5000):
            return ""
    old, slope, new = (column[0] for column in columns)
    exact = Fraction(old) - Fraction(rate.text) * Fraction(slope) == Fraction(new)
    shown = f"({slope})" if slope.startswith("-") else slope
    return f"{old} − {rate.text} × {shown} = {new}" if exact else ""
