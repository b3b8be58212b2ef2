"""How often lines run and functions are called, and what that does to a variable."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explained import Seen, Sentence, TraceStep
from runner.explanation.saying import count, fits, listed, say, value
from runner.explanation.story import Story


def called(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """With what a function of the snippet's was called."""
    if not isinstance(story.statements.get(step.line), ast.FunctionDef) or not step.function:
        return
    arguments = [
        f"`{change.name}` = {value(change.value)}"
        for change in step.changes
        if change.value is not None and change.name != "self" and fits(change.value.text)
    ]
    if arguments:
        function = step.function.rpartition(".")[2]
        yield say("called", (step.number,), function=function, arguments=listed(arguments))


def loop(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """How often a loop ran and through which values its variable went."""
    if step.pass_number != 1 or not isinstance(story.statements.get(step.line), ast.For):
        return
    header = [each for each in story.trace.steps if each.line == step.line and each.function == step.function]
    body = [each for each in story.trace.steps if each.line > step.line and each.function == step.function]
    first = [(each.number, change) for each in header for change in each.changes if change.value is not None]
    if not first or not body or body[0].passes < 3 or body[0].passes != step.passes - 1:
        return
    name = first[0][1].name
    values = [(number, change.value) for number, change in first if change.name == name and change.value is not None]
    same = len(values) >= 2 and values[0][1] == values[-1][1]
    if len(values) < 2 or same or not all(_is_short(seen) for _, seen in values):
        yield say("runs", (body[0].number,), line=body[0].line, passes=count(body[0].passes))
        return
    cites = (body[0].number, values[0][0], values[-1][0])
    yield say(
        "goes", cites, passes=count(body[0].passes), name=name, first=value(values[0][1]), last=value(values[-1][1])
    )


def accumulated(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """What a variable was after the first, the second and the last pass of a line."""
    if step.passes < 3 or step.pass_number != step.passes:
        return
    earlier = list(story.earlier(step))
    for change in step.changes:
        seen = [
            (each.number, other.value)
            for each in reversed(earlier)
            for other in each.changes
            if other.name == change.name and other.value is not None
        ]
        if change.value is None or len(seen) != 2 or not all(_is_short(each) for _, each in (*seen, (0, change.value))):
            continue
        cites = (*(number for number, _ in seen), step.number)
        first, second = (value(each) for _, each in seen)
        yield say("accumulates", cites, name=change.name, first=first, second=second, last=value(change.value))


def _is_short(seen: Seen) -> bool:
    return (seen.kind in {"number", "text", "container"} and len(seen.text) <= 60) or (
        bool(seen.values) and len(seen.values) <= 60
    )
