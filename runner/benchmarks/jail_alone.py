"""Enters the jail in many children of a small process and says how long that took.

python -m runner.benchmarks.jail_alone TIMES
"""

from __future__ import annotations

import json
import os
import statistics
import struct
import sys
import time

from runner.config import from_environment
from runner.sandbox.interpreters import this_interpreter
from runner.sandbox.jail import entry
from runner.sandbox.users import UidRange


def main(times: int) -> None:
    """Print the median in milliseconds and whether a scratch folder was part of it."""
    users = UidRange(from_environment(os.environ).uid_base, 1)
    jail = entry.prepare(this_interpreter().trees, users.base)
    median_ms = statistics.median(_enter(jail) for _ in range(times)) * 1000
    sys.stdout.write(json.dumps({"median_ms": median_ms, "scratch": jail.scratch}) + "\n")


def _enter(jail: entry.Jail) -> float:
    reader, writer = os.pipe()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        ruleset, entered = os.dup(jail.ruleset), os.open(os.devnull, os.O_WRONLY)
        jail.ruleset = ruleset
        bounds = entry.Bounds(cpu_s=10, memory_bytes=1 << 30, slot=0)
        before = time.perf_counter()
        jail.enter(bounds, entered=entered, parent=parent, address_space=1 << 30)
        os.write(writer, struct.pack("d", time.perf_counter() - before))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        content = pipe.read()
    os.waitpid(pid, 0)
    (seconds,) = struct.unpack("d", content)
    return float(seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]))
