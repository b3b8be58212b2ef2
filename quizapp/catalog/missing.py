"""How content says that a part of it is still to be written: such a revision is a draft and stays one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

MISSING: Final = "(missing)"
"""Stands in the place of a text that nobody has written yet."""


def missing_parts(content: Any) -> tuple[str, ...]:
    """Where ``content``, as it is stored, says that a text is missing: paths like ``choices.two.rationale``."""
    return tuple(_missing(content, ()))


def _missing(value: Any, path: tuple[str, ...]) -> Iterator[str]:
    if value == MISSING:
        yield ".".join(path)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _missing(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            named = inner.get("id") if isinstance(inner, dict) else None
            yield from _missing(inner, (*path, str(named or number)))
