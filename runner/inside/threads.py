"""Makes chance of the order in which threads get to run: late starts, short turns, another number of processors."""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Final

from runner.inside import noticed

_LATE_S: Final = (0.0, 0.001, 0.003, 0.007, 0.015)
_sleep: Final = time.sleep

_chance: dict[str, random.Random | None] = {"delays": None}


def delay(seed: int) -> None:
    """Let threads begin late, by times drawn from ``seed``; 0 lets them begin at once."""
    _chance["delays"] = random.Random(seed) if seed else None  # noqa: S311
    if seed:
        sys.setswitchinterval(0.00005 if seed % 2 else 0.02)


def use(count: int) -> None:
    """Compute with so many threads, on a machine that seems to have more processors than before."""
    if count <= 1:
        return
    processors = (os.cpu_count() or 1) + count - 1
    os.cpu_count = lambda: processors
    os.sched_getaffinity = lambda _pid: set(range(processors))
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(count)


def install() -> None:
    """Put ourselves before the start of a thread."""
    start = threading.Thread.start

    def begin(self: threading.Thread) -> None:
        noticed.note(noticed.THREADS)
        source = _chance["delays"]
        if source is not None:
            self.run = _late(self.run, source.choice(_LATE_S))  # type: ignore[method-assign]
        start(self)

    begin.__name__, begin.__qualname__ = "start", "Thread.start"
    threading.Thread.start = begin  # type: ignore[method-assign]


def _late(run: Callable[[], Any], seconds: float) -> Callable[[], None]:
    def late() -> None:
        _sleep(seconds)
        run()

    return late
