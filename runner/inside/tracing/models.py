"""The parts in which the parameters of a module lie."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from runner.inside.tracing import kinds, module_walk
from runner.inside.tracing.texts import MAX_NAME, cut

MAX_MODELS: Final = 8
MAX_PARTS: Final = 400
_MAX_PARAMETERS: Final = 16
_MAX_DIMENSIONS: Final = 8


def models(names: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every module that a variable holds and no other module of them contains, each under its first name."""
    held: dict[int, str] = {}
    modules: dict[int, Any] = {}
    for name, value in list(names.items()):
        hidden = type(name) is not str or len(name) > MAX_NAME or name.startswith("__") or name == "self"
        if not hidden and kinds.is_module(value):
            held.setdefault(id(value), name)
            modules[id(value)] = value
    inner = {id(each) for module in modules.values() for path, each, _ in module_walk.parameters(module) if path}
    outer = [identity for identity in modules if identity not in inner]
    return [_model(held[identity], modules[identity]) for identity in outer[:MAX_MODELS]]


def _model(name: str, module: Any) -> dict[str, Any]:
    parts: list[dict[str, Any]] = []
    truncated = False
    for path, each, own in module_walk.parameters(module):
        if own and len(parts) == MAX_PARTS:
            truncated = True
            break
        if own:
            parts.append(_part(path, each, own))
    return {"name": cut(name, MAX_NAME), "parts": parts, "truncated": truncated}


def _part(path: str, module: Any, own: Mapping[str, Any]) -> dict[str, Any]:
    sizes = {name: parameter.numel() for name, parameter in own.items()}
    return {
        "path": cut(path, MAX_NAME),
        "type": cut(kinds.qualified_name_of(type(module)), MAX_NAME),
        "shapes": {
            cut(name, MAX_NAME): [int(length) for length in parameter.shape][:_MAX_DIMENSIONS]
            for name, parameter in list(own.items())[:_MAX_PARAMETERS]
        },
        "parameters": sum(sizes.values()),
        "trainable": sum(sizes[name] for name, parameter in own.items() if parameter.requires_grad),
    }
