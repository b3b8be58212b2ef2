"""Whether many runs leave anything behind, and what is resident when there is nothing to do."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from runner.benchmarks.figures import TRIVIAL, Figure, Stage

EARLY: Final = 100
MIXED: Final = (
    TRIVIAL,
    "print(sum(range(1000)))\n",
    "1 / 0\n",
    "import os\nos._exit(3)\n",
    "import ctypes\nctypes.string_at(0)\n",
    "print('x' * 10_000_000)\n",
    "bytearray(1 << 40)\n",
    "import threading\nfor _ in range(20): threading.Thread(target=print).start()\n",
    "open('left.txt', 'w').write('x' * 100_000)\n",
    "import subprocess\nsubprocess.run(['true'])\n",
)


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a supervisor and its zygotes hold."""

    pss_mib: float
    descriptors: int
    processes: int
    cpu_s: float


def measure(stage: Stage) -> Iterator[Figure]:
    total = stage.times(2000)
    early = stage.times(EARLY)
    _mixed(stage, early)
    before = footprint(stage)
    _mixed(stage, total - early)
    after = footprint(stage)
    grown = after.pss_mib - before.pss_mib
    said = f"runs {early} to {total}"
    yield Figure(f"memory gained, {said}", grown, "MiB", "no more than 5", grown <= 5)
    gained = after.descriptors - before.descriptors
    yield Figure(f"descriptors gained, {said}", gained, "", "none", gained <= 0)
    gained = after.processes - before.processes
    yield Figure(f"processes gained, {said}", gained, "", "none", gained <= 0)
    yield from _idle(stage)


def _idle(stage: Stage) -> Iterator[Figure]:
    end = time.monotonic() + stage.config.idle_s + 30
    while len(stage.state().zygotes) > 1 and time.monotonic() < end:
        time.sleep(0.5)
    before = footprint(stage)
    seconds = 5.0
    time.sleep(seconds)
    after = footprint(stage)
    yield Figure("idle, resident", after.pss_mib, "MiB", "under 400", after.pss_mib < 400)
    load = 100 * (after.cpu_s - before.cpu_s) / seconds
    yield Figure("idle, processor", load, "%", "near zero", load < 1)


def _mixed(stage: Stage, runs: int) -> None:
    stage.run(MIXED[number % len(MIXED)] for number in range(runs))


def footprint(stage: Stage) -> Footprint:
    """What the supervisor and every process below it hold now."""
    zygotes = stage.state().zygotes
    supervisor = int(_field(Path(f"/proc/{zygotes[0]}/status"), "PPid"))
    pids = [supervisor, *_below(supervisor)]
    return Footprint(
        pss_mib=sum(int(_field(Path(f"/proc/{pid}/smaps_rollup"), "Pss").split()[0]) for pid in pids) / 1024,
        descriptors=sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in pids),
        processes=len(pids),
        cpu_s=sum(_cpu_s(pid) for pid in pids),
    )


def _below(pid: int) -> list[int]:
    children = [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    return [*children, *(below for child in children for below in _below(child))]


def _field(path: Path, name: str) -> str:
    lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    return next(line.partition(":")[2].strip() for line in lines if line.startswith(f"{name}:"))


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
