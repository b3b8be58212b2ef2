"""``serve``: keep a sandbox supervisor running."""

from __future__ import annotations

import argparse

from runner.config import Config
from runner.sandbox.supervisor import Supervisor


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def call(config: Config, _: argparse.Namespace) -> int:
    Supervisor(config).serve()
    return 0
