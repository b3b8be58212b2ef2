"""``manage.py sweep``: the sweeper as a process of its own, where nobody runs ``up``."""

from __future__ import annotations

import signal
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from quizapp.operations import sweeping


class Command(BaseCommand):
    """Tick every second until SIGTERM or SIGINT; with ``--once``, tick once and say by the exit status if all went."""

    help = "Resend lost runs, close left sittings and ask for missing proofs, every second."

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._stopping = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="tick once and end")

    def handle(self, *args: Any, **options: Any) -> None:
        watch = sweeping.ProofWatch()
        if options["once"]:
            failed = sweeping.tick(timezone.now(), watch)
            raise SystemExit(1 if failed else 0)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        while not self._stopping:
            close_old_connections()
            sweeping.tick(timezone.now(), watch)
            time.sleep(sweeping.INTERVAL.total_seconds())

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True
