"""A supervisor whose zygotes have lost one layer of the jail: what the product has no switch for, a test must do.

python weakened.py LAYER
"""

import os
import sys
import time

from runner.config import from_environment
from runner.sandbox import launch, selftest
from runner.sandbox.selftest import seen_from_outside
from runner.sandbox.supervisor import Supervisor

WITHOUT = {
    "landlock": "from runner.sandbox.jail import landlock; landlock.enforce = os.close",
    "seccomp": "from runner.sandbox.jail import seccomp; seccomp.enforce = lambda code: None",
    "rlimits": "from runner.sandbox.jail import limits; limits.enforce = lambda **_: None",
    "descriptors": "from runner.sandbox.jail import kernel; kernel.close_from = lambda first: None",
    "own_user": "from runner.sandbox.jail import privileges; privileges.become = lambda uid: None",
    "thread_notices": (
        "from runner.sandbox.jail import seccomp\n"
        "seccomp.assemble_thread_notices = lambda: seccomp._packed([(0x06, 0, 0, 0x7FFF0000)])"
    ),
    "capabilities": "from runner.sandbox.jail import kernel; kernel.drop_capabilities = lambda: None",
    "no_new_privs": (
        "from runner.sandbox.jail import kernel\n"
        "original = kernel.prctl\n"
        "kernel.prctl = lambda option, value: None if option == 38 else original(option, value)"
    ),
    "mount_namespace": (
        "from runner.sandbox.jail import mounts\n"
        "original = mounts.enter_new_root\n"
        "mounts.enter_new_root = lambda trees, **options: original((*trees, '/etc'), **options)"
    ),
    "nothing": "",
    "punctuality": "",
}


def _late(pid: int) -> list[str]:
    time.sleep(0.3)
    return seen_from_outside(pid)


def main(layer: str) -> None:
    before = f"import sys, os; sys.path.insert(0, sys.argv[1])\n{WITHOUT[layer]}\n"
    if layer == "punctuality":
        selftest.seen_from_outside = _late
    launch.BOOTSTRAP = before + launch.BOOTSTRAP  # type: ignore[misc]
    Supervisor(from_environment(os.environ)).serve()


if __name__ == "__main__":
    main(sys.argv[1])
