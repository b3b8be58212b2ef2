"""Describes a value by its exact type: never by code of the snippet's own, whatever it defines or overrides."""

from __future__ import annotations

import collections
import re
import types
from collections.abc import Callable
from typing import Any, Final

from runner.inside.tracing import kinds, module_walk, tensors
from runner.inside.tracing.texts import MAX_NAME, MAX_TEXT, cut, number

MAX_ITEMS: Final = 24
"""Of a container so many items are shown."""
_MAX_DEPTH: Final = 3

_LONGEST_MAPPING: Final = 1000
"""Of names to tensors, so that a small ``state_dict`` is seen whole."""
_VALUES: Final = re.compile(r"(?<=\w) \[[-\d.,einfa\[\] ]*\](?=, '|\}$)")
"""The numbers of a tensor in such a mapping."""

_NUMBERS: Final = frozenset({int, float, complex, bool})
_SEQUENCES: Final[dict[type, tuple[str, str]]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
    collections.deque: ("deque([", "])"),
}
_MAPPINGS: Final = frozenset({dict, collections.OrderedDict, collections.defaultdict, collections.Counter})


def seen(value: Any) -> dict[str, Any]:
    """What a trace shows of ``value``."""
    kind = type(value)
    if kinds.is_tensor(value) or kinds.is_array(value):
        return tensors.described(value)
    if kinds.is_module(value):
        return module_walk.described(value)
    if kind is types.ModuleType:
        return {"kind": "other", "type": "module", "text": "a Python module"}
    return {"kind": _kind(value), "type": cut(kinds.qualified_name_of(kind), MAX_NAME), "text": short(value)}


def short(value: Any) -> str:
    """A value in few words, as a part of a larger one."""
    text = _short(value, 0)
    if len(text) > MAX_TEXT and type(value) in _MAPPINGS and "Tensor(" in text:
        return cut(_VALUES.sub("", text), _LONGEST_MAPPING)
    return cut(text)


def _kind(value: Any) -> str:
    kind = type(value)
    if kind in _NUMBERS or kinds.is_numpy_number(kind):
        return "number"
    if kind is str or kind is bytes:
        return "text"
    if kind in _SEQUENCES or kind in _MAPPINGS or kind is range or kinds.is_size(value):
        return "container"
    return "function" if kinds.is_function(value) else "other"


def _short(value: Any, depth: int) -> str:
    """By exact type first; what has none of those is named by its type."""
    if (shorten := _SHORT.get(type(value))) is not None:
        return shorten(value, depth)
    if kinds.is_tensor(value) or kinds.is_array(value):
        return str(tensors.described(value)["text"])
    if kinds.is_size(value):
        return f"torch.Size([{', '.join(str(int(length)) for length in value)}])"
    if kinds.has_a_name(value) or kinds.is_numpy_number(type(value)):
        return str(value)
    name = kinds.name_of(type(value))
    return f"{'an' if name[:1].lower() in 'aeio' else 'a'} {name}"


def _sequence(value: Any, depth: int) -> str:
    if depth >= _MAX_DEPTH:
        return "…"
    opening, closing = _SEQUENCES[type(value)]
    items = []
    for index, item in enumerate(value):
        if index == MAX_ITEMS:
            items.append(f"… {len(value)} in all")
            break
        items.append(_short(item, depth + 1))
    if not items and type(value) is set:
        return "set()"
    comma = "," if type(value) is tuple and len(items) == 1 else ""
    return f"{opening}{', '.join(items)}{comma}{closing}"


def _mapping(value: Any, depth: int) -> str:
    if depth >= _MAX_DEPTH:
        return "…"
    items = []
    for index, (key, item) in enumerate(dict.items(value)):
        if index == MAX_ITEMS:
            items.append(f"… {len(value)} in all")
            break
        items.append(f"{_short(key, depth + 1)}: {_short(item, depth + 1)}")
    return f"{{{', '.join(items)}}}"


def _function(value: Any, _: int) -> str:
    return f"function {value.__name__}" if type(value.__name__) is str else "a function"


def _slice(value: Any, depth: int) -> str:
    return f"slice({', '.join(_short(each, depth + 1) for each in (value.start, value.stop, value.step))})"


_SHORT: Final[dict[type, Callable[[Any, int], str]]] = {
    **dict.fromkeys(_NUMBERS, lambda value, _: number(value)),
    **dict.fromkeys((str, bytes), lambda value, _: repr(value[:MAX_TEXT])),
    **dict.fromkeys((type(None), type(Ellipsis), range), lambda value, _: repr(value)),
    **dict.fromkeys(_SEQUENCES, _sequence),
    **dict.fromkeys(_MAPPINGS, _mapping),
    types.FunctionType: _function,
    slice: _slice,
}
