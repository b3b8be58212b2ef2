"""The runner's command line: ``python -m runner COMMAND``; needs no web host, no database, and only one a broker."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Final

from runner.commands import bench, check, doctor, explain, run, selftest, serve, verify, weights, worker
from runner.config import from_environment
from runner.errors import RunnerError

COMMANDS: Final = {
    "bench": bench,
    "run": run,
    "verify": verify,
    "check": check,
    "explain": explain,
    "weights": weights,
    "serve": serve,
    "worker": worker,
    "selftest": selftest,
    "doctor": doctor,
}


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m runner", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        described = (command.__doc__ or "").partition(": ")[2]
        command.add_arguments(commands.add_parser(name, help=described, description=described))
    options = parser.parse_args(arguments)
    try:
        status: int = COMMANDS[options.command].call(from_environment(os.environ), options)
    except RunnerError as error:
        sys.stderr.write(f"{options.command}: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
