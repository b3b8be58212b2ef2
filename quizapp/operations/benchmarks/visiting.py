"""A site on a database, and somebody who visits it without pause while something else is measured."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from django.conf import settings
from django.core.management.utils import get_random_secret_key

STARTS_WITHIN_S = 60
PAUSE_S = 0.05
_ID = re.compile(r"[0-9a-f-]{36}")


@contextmanager
def site(database_url: str, folder: Path) -> Iterator[str]:
    """The address of a site of two processes that answers on the database, without a runner."""
    # Ours from here to the end: a port that was only looked up could be another site's by the time this one starts.
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "DEBUG": "1",
        "QUIZAPP_HOME": str(folder),
        "QUIZAPP_RUNNER": "none",
        "SECRET_KEY": get_random_secret_key(),
        "SITE_URL": address,
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "quizapp.wsgi",
        "--bind",
        f"fd://{listener.fileno()}",
        "--no-control-socket",
    ]
    with listener:
        process = subprocess.Popen(  # noqa: S603  (our own web process)
            [*command, "--workers", "2", "--threads", "4", "--log-level", "error"],
            cwd=settings.BASE_DIR,
            env=environment,
            pass_fds=[listener.fileno()],
        )
    try:
        _wait_for(f"{address}/livez", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), build_opener().open(url, timeout=5):
            return
        time.sleep(0.2)
    raise RuntimeError(f"the site of the bench does not answer at {url}")


@dataclass
class Visits:
    """How long each visit took, in milliseconds."""

    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    """Where and how, such as ``503 Service Unavailable at /sittings/ID/``."""


@contextmanager
def visitor(address: str, page: str, form_page: str) -> Iterator[Visits]:
    """Reads ``page``, then sends the first form of ``form_page`` as a new guest, over and over."""
    visits, over = Visits(), threading.Event()

    def visit() -> None:
        while not over.is_set():
            opener = build_opener(HTTPCookieProcessor(CookieJar()))
            try:
                visits.reads.append(_timed(opener, f"{address}{page}"))
                target, fields = _form(opener, address, form_page)
                visits.writes.append(_timed(opener, target, urlencode(fields).encode()))
            except HTTPError as error:
                path = _ID.sub("ID", urlsplit(error.url).path)
                visits.failed.append(f"{error.code} {error.reason} at {path}")
            except OSError as error:
                visits.failed.append(str(error))
            over.wait(PAUSE_S)

    thread = threading.Thread(target=visit)
    thread.start()
    try:
        yield visits
    finally:
        over.set()
        thread.join()


def _timed(opener: OpenerDirector, url: str, data: bytes | None = None) -> float:
    started = time.perf_counter()
    with opener.open(url, data, timeout=60) as response:
        response.read()
    return (time.perf_counter() - started) * 1000


def _form(opener: OpenerDirector, address: str, page: str) -> tuple[str, dict[str, str]]:
    with opener.open(f"{address}{page}", timeout=60) as response:
        html = response.read().decode()
    found = re.search(r'<form method="post" action="([^"]+)">(.*?)</form>', html, re.DOTALL)
    if found is None:
        raise RuntimeError(f"{page} has no form")
    return f"{address}{found[1]}", dict(re.findall(r'name="(\w+)" value="([^"]*)"', found[2]))
