"""Runs a source in plain forks of a preloaded process: what a run would cost without any jail.

python -m runner.benchmarks.unjailed TIMES < SOURCE
"""

from __future__ import annotations

import gc
import importlib
import os
import statistics
import sys
import time

from runner.runtimes.declaration import declared
from runner.sandbox import huge_pages


def main(times: int, source: str) -> None:
    """Print the median of the seconds that one fork, run and reaping take."""
    runtime = declared()["pytorch"]
    os.environ.update({"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"})
    for step in runtime.before_preload:
        module, _, function = step.partition(":")
        getattr(importlib.import_module(module), function)()
    for name in runtime.preload:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    huge_pages.gather(os.open("/proc/self/maps", os.O_RDONLY))
    sys.stdout.write(f"{statistics.median(_fork(source) for _ in range(times))}\n")


def _fork(source: str) -> float:
    before = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        exec(compile(source, "snippet.py", "exec"), {"__name__": "__main__"})  # noqa: S102 - the bench's own source
        os._exit(0)
    os.waitpid(pid, 0)
    return time.perf_counter() - before


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.stdin.read())
