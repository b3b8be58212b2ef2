"""What a run did that its output may rest on without showing it. Advisory, like all that a child says of itself."""

from __future__ import annotations

import sys
from typing import Final

SNIPPET: Final = "snippet.py"
"""Name of the snippet's code, by which its frames are known."""

UNSEEDED: Final = "unseeded"
"""Drew from a generator that nothing in the snippet had seeded."""
CONTENTS: Final = "contents"
"""What is in a tensor or a random number came back to Python, where it can decide anything."""
CLOCK: Final = "clock"
NATIVE_CLOCK: Final = "native-clock"
"""Read a clock that cannot be shifted."""
THREADS: Final = "threads"
SETS: Final = "sets"
"""The order of a set may show."""
REFUSED: Final = "refused"
"""Asked for a process or the network, which a run does not get."""
SYSTEM_FILES: Final = "system-files"
"""Opened a file of the system's, most of which a run does not see."""

seen: set[str] = set()


def note(*kinds: str) -> None:
    seen.update(kinds)


def called_by_snippet(depth: int = 2) -> bool:
    """Whether the function ``depth`` calls up is the snippet's own code."""
    return sys._getframe(depth).f_code.co_filename == SNIPPET


def asked_by_snippet(passing: tuple[str, ...]) -> bool:
    """Whether the first caller outside the files that end with ``passing`` is the snippet's own code."""
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_code.co_filename.endswith(passing):
        frame = frame.f_back
    return frame.f_code.co_filename == SNIPPET
