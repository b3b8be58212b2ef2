"""Many runs leave nothing behind in the supervisor and its zygotes."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from runner.benchmarks.figures import Stage
from runner.benchmarks.steadiness import MIXED, Footprint, footprint
from runner.config import from_environment

pytestmark = pytest.mark.processes


def _settled(stage: Stage) -> Footprint:
    """What is held once nothing changes any more: connections that were closed take a moment to be noticed."""
    last = footprint(stage)
    for _ in range(100):
        time.sleep(0.1)
        now = footprint(stage)
        if (now.descriptors, now.processes) == (last.descriptors, last.processes):
            break
        last = now
    return now


def test_descriptors_processes_and_memory_stay_what_they_were(own_supervisor: Callable[..., Any]) -> None:
    running = own_supervisor(RUNNER_IDLE_S="3600")
    stage = Stage(from_environment({"RUNNER_RUNTIMES": "python"}), running.socket, quick=True)
    mixed = [source for source in MIXED if "torch" not in source]
    stage.run(mixed * 5, runtime="python")
    before = _settled(stage)
    stage.run(mixed * 25, runtime="python")
    after = _settled(stage)
    assert (after.descriptors, after.processes) == (before.descriptors, before.processes)
    assert after.pss_mib < before.pss_mib + 5
