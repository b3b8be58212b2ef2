"""How much faster a warm, jailed run is than a cold interpreter, and what the jail costs over a bare fork."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Final

from runner.benchmarks.figures import RESNET, TRIVIAL, Figure, Stage

_DECLARE: Final = """\
import torch
from runner.inside.torchvision_operators import declare_missing
declare_missing()
"""
"""What a cold interpreter needs to import torchvision beside a processor build of torch; it costs nothing."""


def measure(stage: Stage) -> Iterator[Figure]:
    if "pytorch" not in stage.config.runtimes:
        return
    slots = stage.config.slots
    for name, source, alone, together in (("trivial", TRIVIAL, 60, None), ("resnet18", RESNET, 20, 35)):
        cold = _median_s(lambda source=source: _run_cold(source), stage.times(5))  # type: ignore[misc]
        stage.run([source])
        warm = _median_s(lambda source=source: stage.run([source]), stage.times(30))  # type: ignore[misc]
        bare = _unjailed_s(source, stage.times(30))
        yield Figure(f"{name}, cold interpreter", cold * 1000, "ms")
        yield Figure(f"{name}, warm and jailed", warm * 1000, "ms")
        yield Figure(f"{name}, times faster", cold / warm, "x", f"at least {alone}", cold / warm >= alone)
        overhead = (warm - bare) * 1000
        yield Figure(f"{name}, over an unjailed fork", overhead, "ms", "under 20", overhead < 20)
        many = stage.times(300 if name == "trivial" else 40)
        rate = many / _seconds(lambda source=source, many=many: stage.run([source] * many))  # type: ignore[misc]
        if together is None:
            wanted = 20 * slots
            yield Figure(f"{name}, runs a second on {slots} slots", rate, "1/s", f"at least {wanted}", rate >= wanted)
        else:
            ratio = cold * rate
            yield Figure(f"{name}, runs a second on {slots} slots", rate, "1/s")
            aim = f"at least {together} on 2 slots"
            yield Figure(f"{name}, times faster, all slots", ratio, "x", aim, ratio >= together * slots / 2)


def _run_cold(source: str) -> None:
    command = [sys.executable, "-W", "ignore", "-c", _DECLARE + source]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own source


def _unjailed_s(source: str, times: int) -> float:
    finished = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "runner.benchmarks.unjailed", str(times)],
        input=source.encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return float(finished.stdout)


def _median_s(action: Callable[[], object], times: int) -> float:
    return statistics.median(_seconds(action) for _ in range(times))


def _seconds(action: Callable[[], object]) -> float:
    before = time.perf_counter()
    action()
    return time.perf_counter() - before
