"""``serve``: keep a sandbox supervisor running."""

from __future__ import annotations

import argparse
import sys

from runner.config import Config
from runner.sandbox.supervisor import Supervisor


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--until-stdin-ends",
        action="store_true",
        help="end with whoever holds the other end of standard input, however that ends",
    )


def call(config: Config, options: argparse.Namespace) -> int:
    Supervisor(config).serve(sys.stdin.fileno() if options.until_stdin_ends else None)
    return 0
