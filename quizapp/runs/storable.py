"""Text as both databases keep it: PostgreSQL stores no NUL character, and a snippet may well print one."""

from __future__ import annotations

from typing import Any, Final

NUL_SHOWN: Final = "\N{SYMBOL FOR NULL}"


def storable(value: Any) -> Any:
    """``value``, made of plain JSON types, with every NUL shown as its symbol."""
    if isinstance(value, str):
        return value.replace("\0", NUL_SHOWN)
    if isinstance(value, dict):
        return {storable(key): storable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [storable(each) for each in value]
    return value
