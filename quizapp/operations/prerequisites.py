"""What the machine must offer before anything is started: a free port, and torch where programs are run."""

from __future__ import annotations

import importlib.util
import socket
import sys

from quizapp.operations.errors import CannotStart


def require_port(host: str, port: int) -> None:
    """Raise ``CannotStart`` unless a server can listen on ``host`` and ``port``."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(1)
    except OSError as error:
        raise CannotStart(f"HOST {host} PORT {port} cannot be listened on: {error.strerror or error}") from error


def require_runner() -> None:
    """Raise ``CannotStart`` unless programs can be run on this machine."""
    if sys.platform != "linux":
        raise CannotStart("programs are run on Linux only: set QUIZAPP_RUNNER=none to start without a runner")
    if importlib.util.find_spec("torch") is None:
        raise CannotStart("torch is not installed: start with `make up`, or set QUIZAPP_RUNNER=none")
