"""``doctor``: what this host offers and lacks, in one line each."""

from __future__ import annotations

import argparse
import os
import platform
import sys

from runner.commands.supervised import supervisor
from runner.config import Config, in_their_venvs
from runner.sandbox.client import Client
from runner.sandbox.jail import kernel, landlock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def call(config: Config, _: argparse.Namespace) -> int:
    say = sys.stdout.write
    say(f"python     {platform.python_version()} at {sys.executable}\n")
    known = "known" if kernel.supported_machine() else "NOT SUPPORTED"
    say(f"machine    {platform.machine()} ({known}), {platform.system()} {platform.release()}\n")
    say(f"landlock   ABI {landlock.abi()} (at least {landlock.OLDEST_ABI} is needed)\n")
    say(f"user       {os.geteuid()}\n")
    say(f"slots      {config.slots}\n")
    say(f"socket     {config.socket}\n")
    say(f"broker     {'set' if config.broker_url else 'not set (only a worker needs it)'}\n")
    for name, runtime in sorted(in_their_venvs(config.venvs).items()):
        missing = runtime.missing()
        versions = ", ".join(f"{each} {version}" for each, version in runtime.versions().items())
        say(f"runtime    {name}: {'lacks ' + ', '.join(missing) if missing else versions or 'installed'}\n")
    with supervisor(config) as path, Client(path) as client:
        state = client.state()
    say(f"layers     {', '.join(state.layers) or 'none'}\n")
    for note in state.notes:
        say(f"note       {note}\n")
    say(f"self-test  {'passed' if state.selftest_passed else 'FAILED: ' + state.selftest_detail}\n")
    return 0 if state.selftest_passed else 1
