"""How long explaining a proven output takes: two runs that are followed, and the sentences made from them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from runner.benchmarks.figures import RESNET, Figure, Stage
from runner.execute import explain_run, observe
from runner.protocol import Limits, Program
from runner.sandbox.client import Client


def measure(stage: Stage) -> Iterator[Figure]:
    if "pytorch" not in stage.config.runtimes:
        return
    program = Program(source=RESNET, runtime="pytorch")
    took = []
    with Client(stage.socket) as client:
        observation = observe(client, program, Limits(), 2).observation
        for _ in range(stage.times(20)):
            before = time.perf_counter()
            explained = explain_run(client, program, Limits(), observation)
            took.append(time.perf_counter() - before)
            if explained.explanation is None:
                raise RuntimeError(f"the question of the bench has no explanation: {explained.no_explanation}")
    median = statistics.median(took)
    yield Figure("explain resnet18, warm", median * 1000, "ms", "under 1000 on 2 slots", median < 1.0)
