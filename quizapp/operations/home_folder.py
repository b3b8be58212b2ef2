"""The folder all data of an installation lives in: made private, given its secret key, and locked while in use."""

from __future__ import annotations

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quizapp.operations.errors import CannotStart

KEY_FILE = "secret-key"


def open_home(home: Path) -> None:
    """Make ``home`` (its owner's alone) and its secret key where they are missing; raises ``CannotStart``."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            pass
        _keep_secret_key(home / KEY_FILE)
    except OSError as error:
        raise CannotStart(f"QUIZAPP_HOME {home} cannot be written: {error.strerror or error}") from error


def _keep_secret_key(path: Path) -> None:
    if path.exists():
        return
    # A link makes the finished file appear at once, and loses against whoever was first.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64) + "\n")
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Hold ``home`` against a second ``up``; raises ``CannotStart`` when another holds it."""
    with (home / "up.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(f"another `up` is running on {home}; stop it, or choose another QUIZAPP_HOME") from None
        yield
