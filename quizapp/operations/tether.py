"""Become another command that dies with the process which started it.

Called as ``python -m quizapp.operations.tether PID COMMAND...`` with the number of the process to be tied to. Linux
delivers the parent-death signal across ``execve``; elsewhere the command runs untethered.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Final

PR_SET_PDEATHSIG: Final = 1


def main(arguments: list[str]) -> None:
    parent, *command = arguments
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit("the parent died before its child was tethered")
    os.execvp(command[0], command)  # noqa: S606  (no shell is meant)


if __name__ == "__main__":
    main(sys.argv[1:])
