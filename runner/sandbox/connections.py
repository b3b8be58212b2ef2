"""The supervisor's clients: frames in, frames out, never waiting for any of them."""

from __future__ import annotations

import os
import selectors
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from runner.errors import ConfigurationError, MessageInvalid
from runner.sandbox.framing import Assembler, frame

MAX_OUTGOING: Final = 64 * 1024 * 1024
"""A client that reads nothing while so much waits for it is dropped."""


class Connection:
    """One client: ``receive`` is called with each message, ``gone`` once when it leaves."""

    def __init__(
        self,
        number: int,
        peer: socket.socket,
        selector: selectors.BaseSelector,
        receive: Callable[[Connection, dict[str, Any]], None],
        gone: Callable[[Connection], None],
    ) -> None:
        self.number = number
        self.open_jobs = 0
        self.spoken = time.monotonic()
        self._peer = peer
        self._selector = selector
        self._receive = receive
        self._gone = gone
        self._assembler = Assembler()
        self._outgoing = bytearray()
        self._open = True
        peer.setblocking(False)
        selector.register(peer, selectors.EVENT_READ, self._react)

    def send(self, message: dict[str, Any]) -> None:
        """Queue a message; what the socket does not take now goes when it can."""
        self._outgoing += frame(message)
        self.spoken = time.monotonic()
        if len(self._outgoing) > MAX_OUTGOING:
            self.close()
        else:
            self._flush()

    def close(self) -> None:
        if self._open:
            self._open = False
            self._selector.unregister(self._peer)
            self._peer.close()
            self._gone(self)

    def _react(self) -> None:
        self._flush()
        if not self._open:
            return
        try:
            content = self._peer.recv(256 * 1024)
        except BlockingIOError:
            return
        except ConnectionError:
            content = b""
        if not content:
            self.close()
            return
        try:
            for message in self._assembler.feed(content):
                self._receive(self, message)
        except MessageInvalid as error:
            self.send({"op": "invalid", "message": str(error)[:500]})
            self.close()

    def _flush(self) -> None:
        if not self._open:
            return
        try:
            while self._outgoing:
                sent = self._peer.send(self._outgoing)
                del self._outgoing[:sent]
        except BlockingIOError:
            pass  # the selector says when there is room again
        except ConnectionError:
            self.close()
            return
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._outgoing else 0)
        self._selector.modify(self._peer, wanted, self._react)


def listen(path: Path) -> socket.socket:
    """Listen at ``path``, for this user alone; a socket that nobody answers on any more is replaced."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except FileNotFoundError:
            pass
        except ConnectionRefusedError:
            path.unlink()
        except OSError as error:
            raise ConfigurationError(f"{path}: {error.strerror}") from error
        else:
            raise ConfigurationError(f"another supervisor listens on {path}")
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    previous = os.umask(0o177)
    try:
        listener.bind(str(path))
    except OSError as error:
        listener.close()
        raise ConfigurationError(f"cannot listen on {path}: {error.strerror}") from error
    finally:
        os.umask(previous)
    listener.listen(64)
    listener.setblocking(False)
    return listener
