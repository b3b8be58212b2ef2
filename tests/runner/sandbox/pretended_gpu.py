"""A supervisor on a host that seems to have a GPU: a terminal stands for its device files.

What the lane opens and what it keeps shut can be seen without a driver; that a driver works in it cannot.
"""

import os

from runner.config import from_environment
from runner.sandbox import launch
from runner.sandbox.jail import lanes
from runner.sandbox.supervisor import Supervisor

PRETEND = (
    "from runner.sandbox.jail import lanes; lanes._NODES = ('/dev/tty',); lanes._CONTROL_NODE = '/dev/tty'; "
    "lanes._HOST_MIB = 0\n"
)


class Everywhere(Supervisor):
    """Takes every runtime for one with a build for GPUs."""

    def _why_not(self, name: str, device: str) -> str:
        return "" if lanes.lane_of(device) else "this host has no such device"


if __name__ == "__main__":
    exec(PRETEND)
    launch.BOOTSTRAP = launch.BOOTSTRAP.replace("from runner.zygote", PRETEND.strip() + "; from runner.zygote")  # type: ignore[misc]
    Everywhere(from_environment(os.environ)).serve()
