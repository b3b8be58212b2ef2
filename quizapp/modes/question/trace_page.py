"""One step of a program's run: the line, what it changed, called and printed, and all variables after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from quizapp.evidence.explanations import Found
from quizapp.evidence.wording import said
from quizapp.modes.question.shape_flow import Flow, flow_of
from quizapp.web.highlighting import lines_of
from runner.explained import Model, Operation, Seen, Trace, TraceStep

MOST_PARTS = 60


@dataclass(frozen=True)
class LineShown:
    """A line of the program; ``step`` is the first that ran it, None where none did."""

    number: int
    code: SafeString
    current: bool
    step: int | None


@dataclass(frozen=True)
class Variable:
    """What a name stands for after the step."""

    name: str
    value: Seen
    before: Seen | None
    """What it stood for before; None where it is new."""
    changed: bool


@dataclass(frozen=True)
class OperationShown:
    """A call of the framework: shapes in and out."""

    name: str
    layer: str
    inputs: str
    output: str
    settings: str


@dataclass(frozen=True)
class Reason:
    """A sentence of the run's explanation, and the steps it rests on."""

    text: str
    steps: tuple[int, ...]


@dataclass(frozen=True)
class TracePage:
    """Everything the page shows."""

    step: TraceStep
    place: int
    """Of the step among all, from 1."""
    total: int
    previous: int | None
    next: int | None
    first: int
    last: int
    lines: tuple[LineShown, ...]
    variables: tuple[Variable, ...]
    """Changed ones first."""
    removed: tuple[str, ...]
    operations: tuple[OperationShown, ...]
    flow: Flow | None
    models: tuple[Model, ...]
    reasons: tuple[Reason, ...]
    here: tuple[str, ...]
    """What the run's explanation says that rests on this step."""
    truncated: bool


def trace_page(trace: Trace, source: str, runtime: str, found: Found, wanted: int | None) -> TracePage:
    """The page of step number ``wanted``, or of the first."""
    numbers = [step.number for step in trace.steps]
    place = numbers.index(wanted) if wanted in numbers else 0
    step = trace.steps[place]
    reasons = tuple(_reasons(found))
    return TracePage(
        step=step,
        place=place + 1,
        total=len(numbers),
        previous=numbers[place - 1] if place else None,
        next=numbers[place + 1] if place + 1 < len(numbers) else None,
        first=numbers[0],
        last=numbers[-1],
        lines=tuple(_lines(trace, source, runtime, step)),
        variables=_variables(trace.steps[:place], step),
        removed=tuple(change.name for change in step.changes if change.value is None),
        operations=tuple(map(shown, step.operations)),
        flow=flow_of(trace),
        models=tuple(
            model.model_copy(update={"parts": model.parts[:MOST_PARTS], "truncated": _is_cut(model)})
            for model in trace.models
        ),
        reasons=reasons,
        here=tuple(reason.text for reason in reasons if step.number in reason.steps),
        truncated=trace.truncated,
    )


def shown(operation: Operation) -> OperationShown:
    """The operation in words."""
    return OperationShown(
        name=operation.name,
        layer=operation.layer,
        inputs=", ".join(_short(seen) for seen in operation.inputs),
        output=_short(operation.output) if operation.output is not None else "",
        settings=", ".join(f"{name}={value}" for name, value in operation.settings.items()),
    )


def _lines(trace: Trace, source: str, runtime: str, step: TraceStep) -> Iterator[LineShown]:
    ran: dict[int, int] = {}
    for each in trace.steps:
        ran.setdefault(each.line, each.number)
    coloured = lines_of(source.rstrip("\n"), runtime).split("\n")
    for number, line in enumerate(coloured, start=1):
        code = mark_safe(line)  # noqa: S308  (a whole line of what the highlighter escaped)
        yield LineShown(number, code, number == step.line, ran.get(number))


def _variables(before: Sequence[TraceStep], step: TraceStep) -> tuple[Variable, ...]:
    """Those of the snippet's top, and of the function that the step is in."""
    known: dict[str, Seen] = {}
    for each in before:
        if each.function in {"", step.function}:
            _apply(each, known)
    after = dict(known)
    _apply(step, after)
    changed = {change.name for change in step.changes}
    variables = [Variable(name, value, known.get(name), name in changed) for name, value in after.items()]
    return tuple(sorted(variables, key=lambda variable: not variable.changed))


def _apply(step: TraceStep, known: dict[str, Seen]) -> None:
    for change in step.changes:
        if change.value is None:
            known.pop(change.name, None)
        else:
            known[change.name] = change.value


def _reasons(found: Found) -> Iterator[Reason]:
    explanation = found.accepted or found.beside
    if explanation is not None:
        for sentence in (*explanation.steps, explanation.final_answer):
            yield Reason(said(sentence), sentence.cites)


def _short(seen: Seen) -> str:
    if seen.shape is None:
        return seen.text
    return f"({', '.join(map(str, seen.shape))}{',' if len(seen.shape) == 1 else ''})"


def _is_cut(model: Model) -> bool:
    return model.truncated or len(model.parts) > MOST_PARTS
