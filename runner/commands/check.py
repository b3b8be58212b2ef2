"""``check``: tell which keys of a folder of examples and questions hold, are wrong, are chance or cannot be run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from runner.banks import formats
from runner.banks.entry import Entry
from runner.checking.checking import Runs, check
from runner.checking.finding import Finding, Standing
from runner.checking.reports import json_, markdown, text
from runner.checking.summary import TELLING, Summary
from runner.commands.supervised import supervisor
from runner.config import Config
from runner.protocol import Limits

OUTPUTS: Final = {"text": text, "json": json_, "markdown": markdown}
_TOLD_EVERY: Final = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the bank lies; one file will do")
    known = "; ".join(f"{name}: {module.ABOUT}" for name, module in formats.FORMATS.items())
    parser.add_argument(
        "--format", default="", choices=tuple(formats.FORMATS), help=f"all of them unless given. {known}"
    )
    parser.add_argument("--output", default="text", choices=tuple(OUTPUTS), help="the form of the report")
    parser.add_argument("--runtime", default="", help="unless given, by what the examples import")
    parser.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    parser.add_argument("--prelude", default="", metavar="CODE", help="run before each session: 'import numpy as np'")
    parser.add_argument(
        "--keep-builtins",
        action="store_true",
        help="let no name of its module hide one of Python's own from an example",
    )
    parser.add_argument("--encoding", default="utf-8", help="of files that do not say; utf-8 unless given")
    parser.add_argument("--cpu-s", type=int, default=20, help="seconds of processor time for one run; 20 unless given")
    parser.add_argument(
        "--fail-on",
        default=Standing.CANNOT_RUN.value,
        choices=[each.value for each in reversed(TELLING)],
        help="the least that makes the exit status other than 0; status is 3 where the worst is that something cannot "
        "be run, 4 where it is chance, 5 where it is a wrong key",
    )


def call(config: Config, options: argparse.Namespace) -> int:
    limits = Limits(cpu_s=max(1, min(options.cpu_s, 600)))
    summary = Summary()
    entries = formats.read(options.folder, options.format, options.encoding)
    first = next(entries, None)  # a folder that is none is told before a supervisor is started
    with supervisor(config) as path:
        runs = Runs(
            path,
            config.slots,
            runtime=options.runtime,
            device=options.device,
            prelude=options.prelude,
            keep_builtins=options.keep_builtins,
            limits=limits,
        )
        findings = check(_with(first, entries), runs)
        OUTPUTS[options.output].write(_counted(findings), summary, sys.stdout)
    return summary.status(Standing(options.fail_on))


def _with(first: Entry | None, others: Iterator[Entry]) -> Iterator[Entry]:
    if first is not None:
        yield first
    yield from others


def _counted(findings: Iterator[Finding]) -> Iterator[Finding]:
    """The same findings; a terminal sees their number grow, whose end nobody knows before the folder is read."""
    shown = sys.stderr.isatty()
    for number, finding in enumerate(findings, start=1):
        if shown and number % _TOLD_EVERY == 0:
            sys.stderr.write(f"\r{number} checked ")
        yield finding
    if shown:
        sys.stderr.write("\r" + " " * 20 + "\r")
