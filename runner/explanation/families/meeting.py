"""Two tensors that meet: matrix products, broadcasting and types that differ."""

from __future__ import annotations

from typing import Final

from runner.explained import Operation, Seen, Sentence, TraceStep
from runner.explanation.saying import code, say, shape
from runner.explanation.story import Story

_ARITHMETIC: Final = frozenset(
    {
        "add", "sub", "mul", "div", "pow", "true_divide", "floor_divide", "remainder", "maximum", "minimum", "eq", "ne",
        "lt", "le", "gt", "ge", "where", "mse_loss", "rsub", "add_", "sub_", "mul_", "div_", "iadd", "isub", "imul",
    }
)  # fmt: skip


def about(story: Story, step: TraceStep, operation: Operation) -> Sentence | None:
    """What comes of two tensors of different shapes, or of a matrix product."""
    tensors = [each for each in operation.inputs if each.shape is not None]
    if len(tensors) < 2 or operation.output is None or operation.output.shape is None:
        return None
    left, right = tensors[0].shape or (), tensors[1].shape or ()
    what, after = story.what(step, operation), operation.output.shape
    if (
        operation.name in {"matmul", "mm", "bmm", "mv", "dot"}
        and left
        and right
        and left[-1] == right[max(-2, -len(right))]
    ):
        inner = left[-1]
        return say(
            "matmul", (step.number,), what=what, left=shape(left), right=shape(right), inner=inner,
            after=f"the result has the shape {shape(after)}" if after else "the result is a single number",
        )  # fmt: skip
    if operation.name in _ARITHMETIC and left != right and (left or ()) and (right or ()):
        return say(
            "broadcast", (step.number,), what=what, left=shape(left), right=shape(right),
            after=f"the result has the shape {shape(after)}" if after else "the result is a single number",
        )  # fmt: skip
    return None


def types(story: Story, step: TraceStep, operation: Operation) -> Sentence | None:
    """What an operation makes of the types of its operands; ``None`` where nothing changes."""
    output = operation.output
    if output is None or not output.dtype or not any(each.dtype for each in operation.inputs):
        return None
    common = {"what": story.what(step, operation), "after": code(output.dtype)}
    if len(operation.inputs) == 2 and len({_type(each) for each in operation.inputs}) == 2:
        left, right = map(_named, operation.inputs)
        return say("type-mixed", (step.number,), **common, left=left, right=right)
    before = next(each.dtype for each in operation.inputs if each.dtype)
    return say("type", (step.number,), **common, before=code(before)) if before != output.dtype else None


def gradients(story: Story, step: TraceStep, operation: Operation) -> Sentence | None:
    """Whether a result requires a gradient, and which operand is the reason."""
    output = operation.output
    if output is None or output.requires_grad is None:
        return None
    what = story.what(step, operation)
    if operation.name == "detach":
        return say("detaches", (step.number,), what=what)
    asked = next((each for each in operation.inputs if each.requires_grad), None)
    named = None if asked is None else next((e.text for e in step.expressions if e.value == asked), None)
    if named is None:
        return None
    message = "requires" if output.requires_grad else "records-nothing"
    return say(message, (step.number,), what=what, operand=code(named))


def _type(seen: Seen) -> str:
    return seen.dtype or seen.type


def _named(seen: Seen) -> str:
    return code(seen.dtype) if seen.dtype else f"the Python number {seen.text}"
