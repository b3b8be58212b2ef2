"""Short texts of numbers, and the bounds of every text in a trace."""

from __future__ import annotations

import math
from typing import Any, Final

MAX_TEXT: Final = 300
MAX_NAME: Final = 200
_MAX_BITS: Final = 1000


def cut(text: str, limit: int = MAX_TEXT) -> str:
    """Short, and without lone surrogates, which no message takes."""
    text = text if len(text) <= limit else text[: limit - 1] + "…"
    return text.encode("utf-8", "replace").decode("utf-8")


def number(value: Any) -> str:
    """A number as Python writes it, unless it has hundreds of digits."""
    if type(value) is int and value.bit_length() > _MAX_BITS:
        return f"a whole number of {value.bit_length()} bits"
    return repr(value)


def numbers(value: Any) -> str:
    """Nested lists of a tensor's numbers, to four decimals."""
    if type(value) is list:
        return f"[{', '.join(map(numbers, value))}]"
    return _rounded(value) if type(value) is float else number(value)


def _rounded(value: float) -> str:
    """As tensors are printed; very small and very large ones with an exponent."""
    if not math.isfinite(value) or value == int(value):
        return repr(value)
    if 0.0001 <= abs(value) < 1e9:
        shortest = f"{value:.4f}".rstrip("0")
        return f"{shortest}0" if shortest.endswith(".") else shortest
    return f"{value:.4g}"
