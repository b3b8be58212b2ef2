"""Notices when what is in a tensor comes back to Python: printed, compared, indexed by, or turned into a number.

Shapes, counts and flags do not: an output made of those alone cannot rest on what was drawn.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Final

from runner.inside import noticed

_TORCH_METHODS: Final = (
    "item", "tolist", "numpy", "equal", "allclose", "is_nonzero", "nonzero", "argwhere", "masked_select", "unique",
    "unique_consecutive", "bincount", "repeat_interleave", "__bool__", "__int__", "__float__", "__complex__",
    "__index__", "__array__", "__repr__", "__format__", "__contains__", "__dlpack__",
)  # fmt: skip
_TORCH_FUNCTIONS: Final = (
    "equal", "allclose", "is_nonzero", "nonzero", "argwhere", "masked_select", "unique", "unique_consecutive",
    "bincount", "repeat_interleave", "where",
)  # fmt: skip
"""Besides what gives contents away, what has a shape that depends on them."""
_INNER: Final = ("/torch/_", "/torch/optim/", "/torch/utils/data/dataloader.py")
"""Code that looks into tensors for itself: printing, counting its steps, starting a generator."""

_TENSORFLOW_METHODS: Final = (
    "numpy", "__bool__", "__int__", "__float__", "__complex__", "__index__", "__array__", "__repr__", "__str__",
    "__format__",
)  # fmt: skip


def install_torch() -> None:
    torch: Any = sys.modules["torch"]
    for name in _TORCH_METHODS:
        setattr(torch.Tensor, name, _noting(getattr(torch.Tensor, name)))
    for name in _TORCH_FUNCTIONS:
        setattr(torch, name, _noting(getattr(torch, name), only_alone=name == "where"))
    get = torch.Tensor.__getitem__
    flags = torch.bool

    def getitem(self: Any, index: Any) -> Any:
        for part in index if type(index) is tuple else (index,):
            if isinstance(part, torch.Tensor) and part.dtype is flags:
                noticed.note(noticed.CONTENTS)
        return get(self, index)

    torch.Tensor.__getitem__ = getitem


def install_tensorflow() -> None:
    operations: Any = sys.modules["tensorflow.python.framework.ops"]
    for name in _TENSORFLOW_METHODS:
        if hasattr(operations._EagerTensorBase, name):
            setattr(operations._EagerTensorBase, name, _noting(getattr(operations._EagerTensorBase, name)))


def _noting(original: Callable[..., Any], *, only_alone: bool = False) -> Callable[..., Any]:
    def wrapper(*arguments: Any, **options: Any) -> Any:
        if not only_alone or len(arguments) == 1:
            caller = sys._getframe(1).f_code.co_filename
            if not any(part in caller for part in _INNER):
                noticed.note(noticed.CONTENTS)
        return original(*arguments, **options)

    wrapper.__name__ = original.__name__
    wrapper.__qualname__ = getattr(original, "__qualname__", original.__name__)
    wrapper.__doc__ = original.__doc__
    return wrapper
