"""Finds out which variables of a frame a line has made, changed or removed, in-place changes included.

Beside the variables themselves it watches what training moves: the gradients of leaves, the parameters of small
modules, and the learning rates of optimizers.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from typing import Any, Final

from runner.inside.tracing import kinds, module_walk, values
from runner.inside.tracing.texts import MAX_NAME

MAX_WATCHED: Final = 200
_SMALL_MODULE: Final = 64
_SMALL_MODULE_PARAMETERS: Final = 8
_IMMUTABLE: Final = frozenset({int, bool, complex, type(None)})
_SKIPPED: Final = frozenset({types.ModuleType, types.FunctionType, types.BuiltinFunctionType, type})

Snapshot = dict[str, tuple[Any, ...]]


def snapshot(names: Mapping[str, Any]) -> Snapshot:
    """What is to be told apart later."""
    return {name: _mark(value) for name, value in _watched(names)}


def changes(before: Snapshot, names: Mapping[str, Any]) -> tuple[list[dict[str, Any]], Snapshot]:
    """The changes since ``before``, and what is to be compared with the next time."""
    found: list[dict[str, Any]] = []
    after: Snapshot = {}
    for name, value in _watched(names):
        mark = after[name] = _mark(value)
        if before.get(name) != mark:
            found.append({"name": name, "value": values.seen(value)})
    found += [{"name": name, "value": None} for name in before if name not in after]
    return found, after


def _watched(names: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    count = 0
    for name, value in list(names.items()):
        if (
            type(name) is not str
            or name.startswith("__")
            or type(value) in _SKIPPED
            or len(name) > MAX_NAME
            or kinds.is_class(value)
        ):
            continue
        count += 1
        if count > MAX_WATCHED:
            return
        yield name, value
        yield from _beside(name, value)


def _beside(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if kinds.is_torch_tensor(value):
        yield from _gradient(name, value)
    elif kinds.is_module(value):
        yield from _parameters(name, value)
    elif kinds.is_optimizer(value):
        yield from _rates(name, value)


def _gradient(name: str, tensor: Any) -> Iterator[tuple[str, Any]]:
    if tensor.is_leaf and kinds.is_torch_tensor(tensor.grad):
        yield f"{name}.grad", tensor.grad


def _parameters(name: str, module: Any) -> Iterator[tuple[str, Any]]:
    held = []
    total = 0
    for path, _, own in module_walk.parameters(module):
        for short, parameter in own.items():
            total += parameter.numel()
            held.append((f"{name}.{path}.{short}" if path else f"{name}.{short}", parameter))
            if total > _SMALL_MODULE or len(held) > _SMALL_MODULE_PARAMETERS:
                return
    for full, parameter in held:
        if len(full) <= MAX_NAME:
            yield full, parameter
            yield from _gradient(full, parameter)


def _rates(name: str, optimizer: Any) -> Iterator[tuple[str, Any]]:
    groups = kinds.attributes(optimizer).get("param_groups")
    if type(groups) is not list:
        return
    for index, group in enumerate(groups[:8]):
        rate = group.get("lr") if type(group) is dict else None
        if type(rate) is float or type(rate) is int:
            yield f'{name}.param_groups[{index}]["lr"]', rate


def _mark(value: Any) -> tuple[Any, ...]:
    """What differs when the value does, and keeps nothing alive."""
    kind = type(value)
    if kind in _IMMUTABLE:
        return (kind, value)
    if kind is float:
        return (kind, repr(value))
    if kind is str or kind is bytes:
        return (kind, len(value), value[:100], hash(value))
    if kinds.is_torch_tensor(value):
        return _mark_of_tensor(value)
    if kinds.is_module(value):
        return (id(value), *module_walk.state(value))
    described = values.seen(value)
    if described["kind"] == "container":
        return (id(value), described["text"], len(value))
    return (id(value), described["text"])


def _mark_of_tensor(tensor: Any) -> tuple[Any, ...]:
    described = values.seen(tensor)
    if described["kind"] != "tensor":
        return (id(tensor),)
    version = 0 if tensor.is_inference() else tensor._version
    return (id(tensor), version, described["text"], tensor.requires_grad)
