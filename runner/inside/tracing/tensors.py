"""Describes tensors and arrays: shape, type, place, and the numbers themselves where they are few."""

from __future__ import annotations

import contextlib
import math
from typing import Any, Final

from runner.inside.tracing import kinds
from runner.inside.tracing.texts import MAX_NAME, cut, numbers

MAX_NUMBERS: Final = 24
"""Of a tensor with no more numbers all of them are shown."""
_MAX_DIMENSIONS: Final = 32


def described(value: Any) -> dict[str, Any]:
    """What a trace shows of a tensor or an array; of one that has no shape to ask for, that it is one."""
    try:
        return _array(value) if kinds.is_array(value) else _tensor(value)
    except Exception:  # noqa: BLE001 - e.g. nested tensors, whose library raises what it likes
        return {
            "kind": "other",
            "type": cut(kinds.qualified_name_of(type(value)), MAX_NAME),
            "text": "a tensor of another kind",
        }


def _tensor(value: Any) -> dict[str, Any]:
    shape = [int(length) for length in value.shape][:_MAX_DIMENSIONS]
    dtype = cut(str(getattr(value.dtype, "name", value.dtype)).removeprefix("torch."), MAX_NAME)
    few = _numbers(value, shape)
    seen: dict[str, Any] = {
        "kind": "tensor",
        "type": kinds.qualified_name_of(type(value)),
        "text": _text("Tensor", shape, dtype, few),
        "values": few,
        "shape": shape,
        "dtype": dtype,
        "device": cut(str(value.device), MAX_NAME),
    }
    if kinds.is_torch_tensor(value):
        seen["requires_grad"] = bool(value.requires_grad)
    return seen


def _array(value: Any) -> dict[str, Any]:
    shape = list(value.shape)[:_MAX_DIMENSIONS]
    dtype = cut(value.dtype.name, MAX_NAME)
    few = numbers(value.tolist()) if value.size <= MAX_NUMBERS and value.dtype.kind in "biufc" else ""
    return {
        "kind": "tensor",
        "type": "numpy.ndarray",
        "text": _text("ndarray", shape, dtype, few),
        "values": few,
        "shape": shape,
        "dtype": dtype,
    }


def _text(name: str, shape: list[int], dtype: str, few: str) -> str:
    return cut(f"{name}({', '.join(map(str, shape))}) {dtype}{' ' + few if few else ''}")


def _numbers(tensor: Any, shape: list[int]) -> str:
    """The numbers of a small tensor; none for one without memory of its own to read, e.g. inside ``vmap``."""
    if math.prod(shape) <= MAX_NUMBERS:
        with contextlib.suppress(Exception):
            return numbers((tensor.detach() if kinds.is_torch_tensor(tensor) else tensor.numpy()).tolist())
    return ""
