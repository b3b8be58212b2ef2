"""The small program on the front page, and what it prints."""

from __future__ import annotations

from typing import Final

PROGRAM: Final = """\
import torch
from torch import nn

x = torch.ones(5, 3)
print(nn.Linear(3, 2)(x).shape)
"""

OUTPUT: Final = "torch.Size([5, 2])"
