"""``selftest``: attack the jail on this host and say whether it held."""

from __future__ import annotations

import argparse
import sys

from runner.commands.supervised import supervisor
from runner.config import Config
from runner.sandbox.client import Client


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def call(config: Config, _: argparse.Namespace) -> int:
    with supervisor(config, own=True) as path, Client(path) as client:
        state = client.state()
    sys.stdout.write(f"layers: {', '.join(state.layers) or 'none'}\n")
    for note in state.notes:
        sys.stdout.write(f"note: {note}\n")
    sys.stdout.write(f"took: {state.selftest_ms:.0f} ms\n")
    sys.stdout.write("passed\n" if state.selftest_passed else f"FAILED: {state.selftest_detail}\n")
    return 0 if state.selftest_passed else 1
