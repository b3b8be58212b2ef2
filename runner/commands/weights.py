"""``weights``: list the pre-trained weights that are known and present, or pull one of them by name."""

from __future__ import annotations

import argparse
import sys

from runner.config import Config
from runner.weights.download import pull
from runner.weights.known import known, named


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="say which weights are known and which are present")
    pulling = actions.add_parser("pull", help="fetch weights into the folder of this host")
    pulling.add_argument("name", metavar="NAME")
    pulling.add_argument("--url", default="", help="another place to fetch the same file from")


def call(config: Config, options: argparse.Namespace) -> int:
    if options.action == "list":
        sys.stdout.write(f"folder {config.weights}\n")
        for name, weights in sorted(known().items()):
            there = "present" if (config.weights / weights.file).is_file() else "-"
            sys.stdout.write(f"{there:8}{weights.mib:8.1f} MiB  {name}  {weights.file}\n")
        return 0
    path = pull(named(options.name), config.weights, url=options.url)
    sys.stdout.write(f"{path}\n")
    return 0
