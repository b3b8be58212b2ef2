"""Makes chance of what memory holds and where objects lie, which siblings of one zygote would share."""

from __future__ import annotations

import ctypes
import random
import sys
from typing import Any, Final

_M_PERTURB: Final = -6
"""glibc: fill memory that is handed out or taken back with a byte."""
_SMALL: Final = range(16, 513, 16)
"""Sizes of which Python's own allocator keeps pools."""

_kept: list[Any] = []
_poison: dict[str, int] = {"byte": 0}


def fill(byte: int) -> None:
    """Fill whatever the heap hands out from now on."""
    _poison["byte"] = byte
    if byte:
        ctypes.CDLL(None).mallopt(_M_PERTURB, byte)


def shuffle(seed: int) -> None:
    """Take small blocks of every size and give some back, so that objects lie elsewhere within their pages."""
    if not seed:
        return
    source = random.Random(seed)  # noqa: S311 - chance is what it is for
    for size in _SMALL:
        blocks = [bytearray(0) if size < 64 else bytes(size - 40) for _ in range(source.randrange(8, 64))]
        source.shuffle(blocks)
        _kept.extend(blocks[len(blocks) // 2 :])
        _kept.extend(object() for _ in range(source.randrange(4)))
        _kept.extend({"a": size} for _ in range(source.randrange(3)))
    _kept.append(bytes(source.randrange(1, 64) * 1024))


def install_numpy() -> None:
    """Fill what numpy hands out, which keeps small blocks to itself, where it promises nothing about contents."""
    numpy: Any = sys.modules["numpy"]
    for name in ("empty", "empty_like"):
        setattr(numpy, name, _filling(getattr(numpy, name)))


def _filling(create: Any) -> Any:
    def empty(*arguments: Any, **options: Any) -> Any:
        array = create(*arguments, **options)
        if _poison["byte"] and array.nbytes and not array.dtype.hasobject:
            ctypes.memset(array.ctypes.data, _poison["byte"] ^ 0xFF, array.nbytes)
        return array

    empty.__name__ = empty.__qualname__ = create.__name__
    empty.__doc__ = create.__doc__
    return empty
