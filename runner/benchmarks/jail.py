"""What entering the jail costs a child, scratch included."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

from runner.benchmarks.figures import Figure, Stage


def measure(stage: Stage) -> Iterator[Figure]:
    finished = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "runner.benchmarks.jail_alone", str(stage.times(200))],
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(finished.stdout)
    name = "entering the jail with scratch" if found["scratch"] else "entering the jail (no scratch here)"
    yield Figure(name, found["median_ms"], "ms", "under 3", found["median_ms"] < 3)
    took = stage.state().selftest_ms
    yield Figure("self-test", took, "ms", "under 500", took < 500)
