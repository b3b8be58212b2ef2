"""``bench``: measure speed, memory and steadiness of this host's runner, as a table and as JSON."""

from __future__ import annotations

import argparse
import dataclasses
import json
import platform
import sys
from pathlib import Path

from runner.benchmarks.figures import Figure, Stage, as_json, groups, table
from runner.commands.supervised import supervisor
from runner.config import Config

IDLE_S = 5.0
"""The bench does not wait a minute for what happens to zygotes that have nothing to do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"of {', '.join(groups())}; all unless given")
    parser.add_argument("--json", metavar="FILE", help="also write the figures there")
    parser.add_argument("--quick", action="store_true", help="few repetitions: to see that it works")


def call(config: Config, options: argparse.Namespace) -> int:
    known = groups()
    unknown = [name for name in options.groups if name not in known]
    if unknown:
        sys.stderr.write(f"bench: no group {unknown[0]!r}; there are {', '.join(known)}\n")
        return 2
    config = dataclasses.replace(config, idle_s=IDLE_S)
    figures: list[Figure] = []
    with supervisor(config, own=True) as path:
        stage = Stage(config, path, options.quick)
        for name in options.groups or known:
            sys.stderr.write(f"measuring {name}\n")
            figures += known[name](stage)
    sys.stdout.write(table(figures) + "\n")
    if options.json:
        host = {"machine": platform.machine(), "slots": config.slots, "python": platform.python_version()}
        content = {"host": host, "quick": options.quick, "figures": as_json(figures)}
        Path(options.json).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return 0
