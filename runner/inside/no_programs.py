"""Lets starting a program fail as on a machine that has none, which libraries are prepared for.

The kernel refuses the fork whatever happens here; its plain "not permitted" makes ``torch.compile``, for one, fail
with something else than what it says where there is no compiler.
"""

from __future__ import annotations

import errno
import os
import subprocess
from typing import Any


def install() -> None:
    """Let ``subprocess`` say that the program does not exist."""

    def no_program(arguments: Any, executables: Any, *_: Any) -> int:
        name = os.fsdecode(arguments[0]) if arguments else os.fsdecode(executables[0])
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)

    subprocess._fork_exec = no_program  # type: ignore[attr-defined]  # the one door to a new program
