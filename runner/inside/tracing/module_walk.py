"""Walks through modules by their instance dictionaries, so that no method of a snippet's own is called."""

from __future__ import annotations

import collections
from collections.abc import Iterator
from typing import Any, Final

from runner.inside.tracing import kinds
from runner.inside.tracing.texts import MAX_NAME, cut

_MAX_MODULES: Final = 5000


def described(module: Any) -> dict[str, Any]:
    """What a trace shows of a module: its type, how many numbers its parameters hold, and whether it evaluates."""
    total, trainable, mode = state(module)
    return {
        "kind": "module",
        "type": cut(kinds.qualified_name_of(type(module)), MAX_NAME),
        "text": cut(f"{kinds.name_of(type(module))}, {total} parameters, {trainable} trainable{mode}"),
        "parameters": total,
        "trainable": trainable,
    }


def parameters(module: Any) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Each module inside ``module`` with its path and its own parameters by name; a shared one comes once."""
    met: set[int] = set()
    waiting: list[tuple[str, Any]] = [("", module)]
    while waiting:
        path, each = waiting.pop()
        if id(each) in met or not kinds.is_module(each) or len(met) > _MAX_MODULES:
            continue
        met.add(id(each))
        own = kinds.attributes(each)
        held = _exact_dict(own.get("_parameters"))
        fresh = {name: value for name, value in held.items() if type(name) is str and id(value) not in met}
        met.update(map(id, fresh.values()))
        yield path, each, {name: value for name, value in fresh.items() if kinds.is_torch_tensor(value)}
        children = _exact_dict(own.get("_modules"))
        prefix = f"{path}." if path else ""
        waiting += reversed([(prefix + name, child) for name, child in children.items() if type(name) is str])


def state(module: Any) -> tuple[int, int, str]:
    """How many numbers the parameters of a module hold, how many of them are trainable, and what says its mode.

    The same walk as ``parameters`` without names: it is made after every line for every module in sight.
    """
    total = trainable = evaluating = 0
    met: set[int] = {id(module)}
    waiting = [module]
    for each in waiting:
        own = kinds.attributes(each)
        evaluating += own.get("training") is False
        for parameter in _exact_dict(own.get("_parameters")).values():
            if kinds.is_torch_tensor(parameter) and id(parameter) not in met:
                met.add(id(parameter))
                numbers = parameter.numel()
                total += numbers
                if parameter.requires_grad:
                    trainable += numbers
        for child in _exact_dict(own.get("_modules")).values():
            if child is not None and id(child) not in met and len(waiting) < _MAX_MODULES and kinds.is_module(child):
                met.add(id(child))
                waiting.append(child)
    partly = "" if evaluating == len(waiting) else " partly"
    return total, trainable, f",{partly} in evaluation mode" if evaluating else ""


def _exact_dict(value: Any) -> dict[Any, Any]:
    return value if type(value) in {dict, collections.OrderedDict} else {}
