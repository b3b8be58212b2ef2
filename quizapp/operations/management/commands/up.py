"""``manage.py up``: prepare the data, start every process of this installation, and keep them running."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections
from django.utils import timezone

from quizapp.operations import first_admin, preparing
from quizapp.operations.children import Site, plans
from quizapp.operations.errors import CannotStart
from quizapp.operations.home_folder import locked
from quizapp.operations.installation import Installation
from quizapp.operations.prerequisites import require_port, require_runner

LONGEST_SOCKET_PATH: Final = 100
"""The kernel allows 107 bytes for the address of a Unix socket."""


class Command(BaseCommand):
    """Start an installation on this machine and stop it on SIGINT, SIGTERM or SIGHUP."""

    help = "Start this installation: web, reports worker, runner worker, supervisor and sweeper, until Ctrl-C."
    requires_system_checks = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._stopping = False

    def handle(self, *args: Any, **options: Any) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            require_port(settings.HOST, settings.PORT)
            if settings.RUNNER != "none":
                require_runner()
            with locked(settings.HOME):
                self._prepare()
                if not self._stopping:
                    self._run()
        except CannotStart as error:
            self.stderr.write(f"cannot start: {error}")
            raise SystemExit(1) from error

    def _prepare(self) -> None:
        now = timezone.now()
        for told, step in (
            ("collecting static files", preparing.collect_static),
            ("migrating the database", preparing.migrate),
            ("", lambda: preparing.load_shipped_packs(now, self._tell)),
            ("", lambda: preparing.end_leases(now)),
            ("", self._make_admin),
        ):
            if self._stopping:
                return
            if told:
                self._tell(told)
            step()

    def _make_admin(self) -> None:
        if made := first_admin.make_first_admin():
            self._tell(f"administrator {made.name} made, password {made.password} (shown this once)")

    def _run(self) -> None:
        logs = settings.HOME / "logs"
        logs.mkdir(mode=0o700, exist_ok=True)
        with _socket_folder(settings.HOME) as folder:
            site = Site(settings.HOST, settings.PORT, settings.BROKER_URL, folder / "supervisor.sock")
            environment = os.environ | {"QUIZAPP_HOME": str(settings.HOME)}
            installation = Installation(site, self._tell, timezone.now, lambda: self._stopping)
            installation.run(
                plans(site, environment, with_runner=settings.RUNNER != "none"), Path(settings.BASE_DIR), logs
            )
        connections.close_all()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


@contextmanager
def _socket_folder(home: Path) -> Iterator[Path]:
    """A private folder for the supervisor's socket: in ``home``, or beside it where that path is too long."""
    inside = home / "run"
    if len(os.fsencode(inside / "supervisor.sock")) <= LONGEST_SOCKET_PATH:
        inside.mkdir(mode=0o700, exist_ok=True)
        yield inside
        return
    folder = Path(tempfile.mkdtemp(prefix="quizapp-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
