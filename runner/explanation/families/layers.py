"""Layers that change a shape, each with the rule that gives the new sizes."""

from __future__ import annotations

import ast
from typing import Final

from runner.explained import Operation, Sentence, TraceStep
from runner.explanation.saying import product, say, shape
from runner.explanation.story import Story

KEEPING: Final = frozenset(
    {
        "relu", "relu_", "gelu", "silu", "sigmoid", "tanh", "leaky_relu", "elu", "softmax", "log_softmax", "dropout",
        "batch_norm", "layer_norm", "group_norm", "instance_norm", "hardtanh", "hardswish", "relu6",
    }
)  # fmt: skip
"""Layers that leave every size as it is."""


def about(story: Story, step: TraceStep, operation: Operation) -> Sentence | None:
    """What a layer does to a shape; ``None`` for what is none of these."""
    tensors = [each for each in operation.inputs if each.shape is not None]
    if not tensors or operation.output is None or operation.output.shape is None:
        return None
    before, after = tensors[0].shape or (), operation.output.shape
    name, cites = operation.name, (step.number,)
    common: dict[str, object] = {"what": story.what(step, operation), "before": shape(before), "after": shape(after)}
    if name in {"conv1d", "conv2d"}:
        return _sliding("convolution", step, operation, common | {"channels": after[-int(name[-2]) - 1]})
    if name in {"max_pool1d", "max_pool2d", "avg_pool1d", "avg_pool2d"}:
        return _sliding("pool", step, operation, common)
    if name.startswith("adaptive_") and len(after) >= 3:
        return say("adaptive", cites, **common, size=after[-1]) if after[-1] == after[-2] else None
    if name == "linear" and len(tensors) > 1:
        return say("linear", cites, **common, inputs=before[-1], outputs=after[-1])
    if name == "flatten" and len(after) < len(before):
        first_stays = operation.settings.get("start_dim") == "1" and len(after) == 2
        return say("flatten", cites, **common, equation=product(before[1:])) if first_stays else None
    if name == "embedding":
        return say("embedding", cites, **common, size=after[-1])
    return None


def _sliding(message: str, step: TraceStep, operation: Operation, common: dict[str, object]) -> Sentence | None:
    """A kernel or window that moves over the last dimensions, by the rule (n + 2p − k) // s + 1."""
    assert operation.output is not None
    before, after, cites = operation.inputs[0].shape or (), operation.output.shape or (), (step.number,)
    directions = 1 if operation.name.endswith("1d") else 2
    kernel = _each(operation.settings.get("kernel_size"), directions)
    stride = _each(operation.settings.get("stride"), directions) or (kernel if message == "pool" else None)
    padding = _each(operation.settings.get("padding", "0"), directions)
    dilated = operation.settings.get("dilation", "1") != "1"
    if kernel is None or stride is None or padding is None or dilated or operation.settings.get("ceil_mode") == "True":
        return None
    equations = [
        f"({size}{f' + 2 × {pad}' if pad else ''} − {width}) // {move} + 1 = {result}"
        for size, pad, width, move, result in zip(
            before[-directions:], padding, kernel, stride, after[-directions:], strict=True
        )
    ]
    if directions == 1:
        return say(f"{message}-along", cites, **common, kernel=kernel[0], equation=equations[0])
    if len(set(equations)) == 1:
        return say(message, cites, **common, kernel=kernel[0], equation=equations[0])
    return say(f"{message}-two", cites, **common, equation=equations[0], equation_across=equations[1])


def _each(text: str | None, directions: int) -> tuple[int, ...] | None:
    """A setting for each direction; ``None`` for one that is no number, such as ``same``."""
    if text is None:
        return None
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return None
    if isinstance(value, int):
        return (value,) * directions
    if isinstance(value, tuple) and len(value) == directions and all(isinstance(each, int) for each in value):
        return value
    return None
