"""How long it takes to tell an answer from chance, once all variants are warm, and what they hold in memory."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from runner.benchmarks.figures import RESNET, TRIVIAL, Figure, Stage
from runner.execute import observe
from runner.protocol import Limits, Program
from runner.sandbox.client import Client
from runner.verification import variation

_PRETRAINED: Final = 'import torchvision\nprint(torchvision.models.resnet18(weights="IMAGENET1K_V1").fc.out_features)\n'
_COLD: Final = """\
import torch
from runner.inside.torchvision_operators import declare_missing
declare_missing()
import torchvision
print(torchvision.models.resnet18(weights=None).fc.out_features)
"""


def measure(stage: Stage) -> Iterator[Figure]:
    if "pytorch" not in stage.config.runtimes:
        return
    _verify(stage, TRIVIAL)
    yield _memory(stage)
    trivial = _median_s(lambda: _verify(stage, TRIVIAL), stage.times(20))
    yield Figure("verify trivial, warm", trivial * 1000, "ms", "under 300 on 2 slots", trivial < 0.3)
    resnet = _median_s(lambda: _verify(stage, RESNET), stage.times(10))
    yield Figure("verify resnet18, warm", resnet * 1000, "ms", "under 1500 on 2 slots", resnet < 1.5)
    yield from _pretrained(stage)
    yield from _many(stage)


def _pretrained(stage: Stage) -> Iterator[Figure]:
    command = [sys.executable, "-W", "ignore", "-c", _COLD]
    cold = _median_s(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL), stage.times(5))  # noqa: S603
    stage.run([_PRETRAINED])
    warm = _median_s(lambda: stage.run([_PRETRAINED]), stage.times(20))
    yield Figure("resnet18 with random weights, cold interpreter", cold * 1000, "ms")
    yield Figure("resnet18 with stand-in weights, warm", warm * 1000, "ms")
    yield Figure("stand-in weights, times faster", cold / warm, "x", "at least 60", cold / warm >= 60)


def _many(stage: Stage) -> Iterator[Figure]:
    """The same number twice, so that growth beyond the linear shows."""
    many = stage.times(1000)
    sources = [f"{TRIVIAL}# {number}\n" for number in range(many)]
    half = _seconds(lambda: _verify_all(stage, sources[: many // 2]))
    whole = half + _seconds(lambda: _verify_all(stage, sources[many // 2 :]))
    wanted = 240 * many / 1000
    yield Figure(f"verify {many} trivial revisions", whole, "s", f"under {wanted:g} on 2 slots", whole < wanted)
    yield Figure("second half over first", (whole - half) / half, "x", "under 1.3", (whole - half) / half < 1.3)


def _memory(stage: Stage) -> Figure:
    pss = sum(_pss_kib(pid) for pid in stage.state().zygotes) / 1024
    return Figure("all variants of pytorch, PSS", pss, "MiB", "under 1434", pss < 1434)


def _pss_kib(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _verify(stage: Stage, source: str) -> None:
    with Client(stage.socket) as client:
        observe(client, Program(source=source, runtime="pytorch"), Limits(), len(variation.DETECTION))


def _verify_all(stage: Stage, sources: list[str]) -> None:
    with ThreadPoolExecutor(stage.config.slots) as workers:
        list(workers.map(lambda source: _verify(stage, source), sources))


def _median_s(action: Callable[[], object], times: int) -> float:
    return statistics.median(_seconds(action) for _ in range(times))


def _seconds(action: Callable[[], object]) -> float:
    before = time.perf_counter()
    action()
    return time.perf_counter() - before
