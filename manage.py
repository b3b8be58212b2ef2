#!/usr/bin/env python
"""Django's command line for this project."""

import os
import signal
import sys

if sys.argv[1:2] == ["up"]:
    # Ctrl-C while the modules are still being read ends it quietly; `up` takes over once it has something to stop.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from django.core.management import execute_from_command_line

from quizapp.operations.errors import CannotStart
from quizapp.operations.preflight import make_configurable


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quizapp.settings")
    if sys.argv[1:2] == ["up"]:
        try:
            make_configurable(os.environ)
        except CannotStart as error:
            sys.exit(f"cannot start: {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
