"""Answers a run's requests for new threads where no limit of the kernel's can count them."""

from __future__ import annotations

import errno
import fcntl
import os
import struct
import time
from typing import Final

from runner.sandbox.jail.limits import THREADS

_RECEIVE: Final = 0xC0502100
_SEND: Final = 0xC0182101
_REQUEST: Final = struct.Struct("=QII64x")
_ANSWER: Final = struct.Struct("=QqiI")
_CONTINUE: Final = 1
_MOST_REQUESTS: Final = 20_000
"""After so many the child gets no more threads: answering must not become the supervisor's only occupation."""
_STARTING_S: Final = 0.02
"""A thread that was granted is counted by the kernel long before; until then we count it ourselves."""


class ThreadNotices:
    """Owns the listener of one child and keeps it at ``THREADS`` threads."""

    def __init__(self, listener: int) -> None:
        os.set_blocking(listener, False)
        self.descriptor = listener
        self._granted: dict[int, float] = {}
        self._requests = 0

    def answer(self) -> bool:
        """Answer one request; ``False`` when no more should be: closing lets all that follow fail."""
        buffer = bytearray(_REQUEST.size)
        try:
            fcntl.ioctl(self.descriptor, _RECEIVE, buffer)
        except BlockingIOError:
            return True
        except OSError as error:
            return error.errno == errno.EINTR
        identity, thread, _ = _REQUEST.unpack(buffer)
        self._requests += 1
        if self._requests > _MOST_REQUESTS:
            return False
        if self._may_start(thread, time.monotonic()):
            answer = _ANSWER.pack(identity, 0, 0, _CONTINUE)
        else:
            answer = _ANSWER.pack(identity, 0, -errno.EAGAIN, 0)
        try:
            fcntl.ioctl(self.descriptor, _SEND, answer)
        except FileNotFoundError:
            self._granted.pop(thread, None)  # the thread died while it asked
        return True

    def close(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def _may_start(self, thread: int, now: float) -> bool:
        """Whether one more thread stays within the bound, however many others were just granted one."""
        self._granted.pop(thread, None)  # it asks again, so its last one is counted
        self._granted = {other: at for other, at in self._granted.items() if now - at < _STARTING_S}
        try:
            running = os.stat(f"/proc/{thread}/task").st_nlink - 2
        except FileNotFoundError:
            return False
        if running + len(self._granted) >= THREADS:
            return False
        self._granted[thread] = now
        return True
