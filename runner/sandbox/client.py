"""A client of the supervisor: sends jobs over one connection and waits for their answers."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from runner.errors import MessageInvalid, SupervisorUnavailable
from runner.sandbox.framing import Assembler, frame
from runner.sandbox.messages import Answer, HostState, Job

SILENCE_S: Final = 30.0
"""A supervisor that says nothing for so long, though it owes an answer, is gone."""

_Reply = TypeVar("_Reply", Answer, HostState)


class Client:
    """One connection to the supervisor at ``path``; not to be shared between threads."""

    def __init__(self, path: Path) -> None:
        self._assembler = Assembler()
        self._peer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._peer.settimeout(SILENCE_S)
        try:
            self._peer.connect(str(path))
        except OSError as error:
            self._peer.close()
            raise SupervisorUnavailable(f"no supervisor answers on {path}: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._peer.close()

    def state(self) -> HostState:
        """What the supervisor says of itself now."""
        self._send({"op": "state"})
        for message in self._messages():
            if message.get("op") == "state":
                return _understood(HostState, message)
        raise SupervisorUnavailable("the supervisor closed the connection")

    def run(self, jobs: Iterable[Job]) -> Iterator[Answer]:
        """Have ``jobs``, whose ids differ, executed; yields the answers as they come."""
        outstanding = set()
        for job in jobs:
            outstanding.add(job.id)
            self._send(job.to_dict())
        if not outstanding:
            return
        for message in self._messages():
            if message.get("op") == "answer":
                answer = _understood(Answer, message)
                outstanding.discard(answer.id)
                yield answer
                if not outstanding:
                    return
            elif message.get("op") == "invalid":
                raise MessageInvalid(f"the supervisor refused a message: {message.get('message')}")
        raise SupervisorUnavailable("the supervisor went away in the middle of a run")

    def _send(self, message: dict[str, Any]) -> None:
        try:
            self._peer.sendall(frame(message))
        except OSError as error:
            raise SupervisorUnavailable(f"the supervisor takes nothing: {error}") from error

    def _messages(self) -> Iterator[dict[str, Any]]:
        while True:
            try:
                content = self._peer.recv(256 * 1024)
            except OSError as error:
                raise SupervisorUnavailable(f"the supervisor says nothing: {error}") from error
            if not content:
                return
            try:
                yield from self._assembler.feed(content)
            except MessageInvalid as error:
                raise SupervisorUnavailable(f"the supervisor talks nonsense: {error}") from error


def wait_until_ready(path: Path, timeout_s: float, alive: Callable[[], bool] = lambda: True) -> HostState:
    """The supervisor's state once its self-test has ended.

    Raises ``SupervisorUnavailable`` after ``timeout_s``, or as soon as ``alive`` says that nothing will come.
    """
    end = time.monotonic() + timeout_s
    while True:
        try:
            with Client(path) as client:
                state = client.state()
            if state.ready:
                return state
            problem = "its self-test has not ended"
        except SupervisorUnavailable as error:
            problem = str(error)
        if not alive():
            raise SupervisorUnavailable("the supervisor ended before it was ready")
        if time.monotonic() >= end:
            raise SupervisorUnavailable(f"the supervisor is not ready after {timeout_s:g} s: {problem}")
        time.sleep(0.05)


def _understood(kind: type[_Reply], message: dict[str, Any]) -> _Reply:
    try:
        return kind.from_dict(message)
    except MessageInvalid as error:
        raise SupervisorUnavailable(f"the supervisor talks nonsense: {error}") from error
