"""Lets torchvision be imported where its compiled operators cannot be loaded."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

_kept: list[Any] = []
"""A library's operators vanish with the object."""


def declare_missing() -> None:
    """Declare the operators that ``import torchvision`` describes shapes for, where no compiled ones can be loaded.

    The wheel on the package index is built for CUDA and does not load beside a processor build of torch; all of
    ``torchvision.models`` works without its operators, they only have to have names.
    """
    import torch  # noqa: PLC0415 - the zygote of this runtime imports it, the host never does

    package = importlib.util.find_spec("torchvision")
    if package is None or package.origin is None:
        return
    for compiled in Path(package.origin).parent.glob("_C*.so"):
        try:
            torch.ops.load_library(str(compiled))
        except OSError:
            continue
        return
    library = torch.library.Library("torchvision", "FRAGMENT")
    library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    _kept.append(library)
