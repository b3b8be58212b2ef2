"""``worker``: take requests from the broker and send reports, through a running supervisor."""

from __future__ import annotations

import argparse
import logging

from runner import worker
from runner.config import Config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def call(config: Config, _: argparse.Namespace) -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    return worker.serve(config)
