"""Two tensors that meet: matrix products, broadcasting and types that differ."""

from __future__ import annotations

from typing import Final

from runner.explained import Operation, Seen, Sentence, TraceStep
from runner.explanation.saying import code, say, shape, value
from runner.explanation.story import Story

_ARITHMETIC: Final = frozenset(
    {
        "add", "sub", "mul", "div", "pow", "true_divide", "floor_divide", "remainder", "maximum", "minimum", "eq", "ne",
        "lt", "le", "gt", "ge", "where", "mse_loss", "rsub", "add_", "sub_", "mul_", "div_", "iadd", "isub", "imul",
    }
)  # fmt: skip

_WITH_FEW: Final = {
    "div": "divides-by", "truediv": "divides-by", "true_divide": "divides-by", "sub": "takes-away",
    "mul": "multiplies-by", "add": "adds",
}  # fmt: skip
WITH_FEW: Final = frozenset(_WITH_FEW.values())
"""Messages about arithmetic of many numbers with few."""
_SHORT: Final = 60


def about(story: Story, step: TraceStep, operation: Operation) -> Sentence | None:
    """What comes of two tensors of different shapes, or of a matrix product."""
    tensors = [each for each in operation.inputs if each.shape is not None]
    if operation.output is None or operation.output.shape is None:
        return None
    if by := _by_few(story, step, operation):
        return by
    if len(tensors) < 2:
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
    if operation.name in _ARITHMETIC and left != right and left and right:
        return say(
            "broadcast", (step.number,), what=what, left=shape(left), right=shape(right),
            after=f"the result has the shape {shape(after)}" if after else "the result is a single number",
        )  # fmt: skip
    return None


def _by_few(story: Story, step: TraceStep, operation: Operation) -> Sentence | None:
    """Arithmetic of many numbers with few, whose result has the shape of the many."""
    message = _WITH_FEW.get(operation.name.removesuffix("_").removeprefix("i"))
    if message is None or "value" not in story.asks or len(operation.inputs) != 2 or operation.output is None:
        return None
    many, few = operation.inputs
    shown = few.values if few.kind == "tensor" else few.text
    if many.values or not many.shape or many.shape != operation.output.shape or not 0 < len(shown) <= _SHORT:
        return None
    return say(message, (step.number,), what=story.what(step, operation), operand=value(few))


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
