"""Operations on shapes outside of layers: cutting anew, swapping, reducing, joining, picking."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Final

from runner.explained import Operation, Seen, Sentence, TraceStep
from runner.explanation.saying import code, listed, numbers, say, shape
from runner.explanation.story import Story

_SHORT: Final = 80
_MOST_TERMS: Final = 10
_WHOLE_AXIS: Final = r"slice\(None, None, None\)"
_REDUCING: Final = frozenset(
    {
        "sum", "mean", "prod", "std", "var", "max", "min", "amax", "amin", "argmax", "argmin", "any", "all", "median",
        "norm", "logsumexp",
    }
)  # fmt: skip


def about(story: Story, step: TraceStep, operation: Operation) -> Sentence | None:
    """What an operation does to a shape; ``None`` for what is none of these."""
    tensors = [each.shape for each in operation.inputs if each.shape is not None]
    if not tensors or operation.output is None or operation.output.shape is None:
        return None
    tell = _TELL.get("reduce" if operation.name in _REDUCING else operation.name)
    return None if tell is None else tell(_Change(story, step, operation, tensors))


class _Change:
    """One operation with what every sentence about it says."""

    def __init__(self, story: Story, step: TraceStep, operation: Operation, tensors: list[tuple[int, ...]]) -> None:
        assert operation.output is not None
        self.asks = story.asks
        self._is_named = story.is_named(step, operation)
        self.operation = operation
        self.output = operation.output
        self.tensors = tensors
        self.before, self.after = tensors[0], operation.output.shape or ()
        self._cites = (step.number,)
        self._common = {
            "what": story.what(step, operation),
            "before": shape(self.before),
            "after": shape(self.after),
        }

    def say(self, message: str, **values: object) -> Sentence:
        return say(message, self._cites, **self._common, **values)

    @property
    def is_unnamed(self) -> bool:
        """Whether the source has no expression for it, because a library indexes."""
        return not self._is_named

    def setting(self, name: str) -> int | None:
        text = self.operation.settings.get(name, "")
        return int(text) if re.fullmatch(r"-?\d+", text) else None


def _reshape(change: _Change) -> Sentence | None:
    if change.is_unnamed:
        return _turn(change)
    wanted = [int(each) for each in re.findall(r"-?\d+", change.operation.settings.get("sizes", ""))]
    if wanted.count(-1) == 1 and len(wanted) == len(change.after):
        place = wanted.index(-1)
        others = [size for index, size in enumerate(change.after) if index != place and size != 1]
        if math.prod(others) > 1:
            rest = " / ".join([" × ".join(map(str, change.before)), *map(str, others)])
            return change.say("reshape-inferred", equation=f"{rest} = {change.after[place]}")
    return change.say("reshape")


def _transpose(change: _Change) -> Sentence | None:
    first, second = change.setting("dim0"), change.setting("dim1")
    if first is None or second is None:
        return change.say("turns")
    return change.say("swaps", first=first, second=second)


def _permute(change: _Change) -> Sentence | None:
    order = re.findall(r"-?\d+", change.operation.settings.get("dims", ""))
    return change.say("permutes", order=listed(order)) if order else None


def _reduce(change: _Change) -> Sentence | None:
    dim = change.operation.settings.get("dim")
    if dim is None:
        few = change.output.values and not change.after
        return _whole(change, change.operation.inputs[0]) if few else None
    kept = change.operation.settings.get("keepdim") == "True"
    several = re.fullmatch(r"[\[(](-?\d+(?:, -?\d+)*),?[\])]", dim)
    if several is not None and not kept:
        return change.say("reduces-several", dims=listed(several[1].split(", ")))
    if not re.fullmatch(r"-?\d+", dim):
        return change.say("turns")
    place = {"argmax": "places-largest", "argmin": "places-smallest"}.get(change.operation.name)
    if "value" in change.asks and place is not None and 0 < len(change.output.values) <= _SHORT:
        return change.say(place, dim=dim, value=code(change.output.values))
    if not kept and "value" in change.asks and 0 < len(change.output.values) <= _SHORT:
        return change.say("reduces-to", dim=dim, value=code(change.output.values))
    return change.say("reduces-keeps" if kept else "reduces", dim=dim)


def _whole(change: _Change, before: Seen) -> Sentence | None:
    """All numbers reduced to one."""
    value = code(change.output.values)
    if change.operation.name != "sum":
        message = {"mean": "means", "max": "largest", "min": "smallest"}.get(change.operation.name)
        return None if message is None else change.say(message, value=value)
    if before.dtype == "bool":
        return change.say("counts-true", value=value)
    parts = numbers(before.values)
    if 1 < len(parts) <= _MOST_TERMS:
        terms = " + ".join(f"({each})" if each.startswith("-") else each for each in parts)
        return change.say("sums-up", arithmetic=f"{terms} = {change.output.values}")
    return None if len(parts) == 1 else change.say("sums", value=value)


def _cat(change: _Change) -> Sentence | None:
    dim = change.setting("dim")
    if dim is None or any(len(each) != len(change.after) for each in change.tensors):
        return change.say("turns")
    equation = f"{' + '.join(str(each[dim]) for each in change.tensors)} = {change.after[dim]}"
    return change.say("joins", shapes=listed([shape(each) for each in change.tensors]), dim=dim, equation=equation)


def _stack(change: _Change) -> Sentence | None:
    dim = change.setting("dim")
    if dim is None:
        return change.say("turns")
    return change.say("stacks", shapes=listed([shape(each) for each in change.tensors]), dim=dim)


def _unsqueeze(change: _Change) -> Sentence | None:
    dim = change.setting("dim")
    return None if dim is None else change.say("inserts", dim=dim)


def _squeeze(change: _Change) -> Sentence | None:
    return change.say("squeezes") if change.before != change.after else change.say("keeps", shape=shape(change.after))


def _pick(change: _Change) -> Sentence | None:
    if change.before == change.after or "shape" not in change.asks:
        return None
    index = change.operation.settings.get("index", "")
    if len(change.after) == len(change.before) - 1 and re.fullmatch(rf"-?\d+|\((?:{_WHOLE_AXIS}, )+-?\d+\)", index):
        return change.say("picks")
    if len(change.after) == len(change.before) and "slice(" in index:
        return change.say("cuts-down" if change.is_unnamed else "slices")
    return change.say("turns")


def _turn(change: _Change) -> Sentence | None:
    return change.say("turns") if change.before != change.after else None


def _turn_round(change: _Change) -> Sentence | None:
    return change.say("turns-round") if len(change.before) == 2 else None


def _expand(change: _Change) -> Sentence | None:
    return change.say("expands") if change.before != change.after else None


def _resize(change: _Change) -> Sentence | None:
    return change.say("resizes") if change.before != change.after else None


def _share(change: _Change) -> Sentence | None:
    dim = change.setting("dim")
    return None if dim is None else change.say("shares", dim=dim, shape=shape(change.after))


_TELL: Final[dict[str, Callable[[_Change], Sentence | None]]] = {
    **dict.fromkeys(("view", "reshape", "view_as", "reshape_as"), _reshape),
    **dict.fromkeys(("transpose", "swapaxes"), _transpose),
    "t": _turn_round,
    "permute": _permute,
    "reduce": _reduce,
    **dict.fromkeys(("cat", "concat"), _cat),
    "stack": _stack,
    "unsqueeze": _unsqueeze,
    "squeeze": _squeeze,
    "getitem": _pick,
    "expand": _expand,
    "interpolate": _resize,
    "softmax": _share,
    **dict.fromkeys(("flatten", "repeat", "tile", "unflatten", "gather"), _turn),
}
