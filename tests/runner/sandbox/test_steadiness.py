"""Many runs leave nothing behind in the supervisor and its zygotes."""

from collections.abc import Callable
from typing import Any

import pytest

from runner.benchmarks.figures import Stage
from runner.benchmarks.steadiness import MIXED, footprint
from runner.config import from_environment

pytestmark = pytest.mark.processes


def test_descriptors_processes_and_memory_stay_what_they_were(own_supervisor: Callable[..., Any]) -> None:
    running = own_supervisor(RUNNER_IDLE_S="3600")
    stage = Stage(from_environment({"RUNNER_RUNTIMES": "python"}), running.socket, quick=True)
    mixed = [source for source in MIXED if "torch" not in source]
    stage.run(mixed * 5, runtime="python")
    before = footprint(stage)
    stage.run(mixed * 25, runtime="python")
    after = footprint(stage)
    assert (after.descriptors, after.processes) == (before.descriptors, before.processes)
    assert after.pss_mib < before.pss_mib + 5
