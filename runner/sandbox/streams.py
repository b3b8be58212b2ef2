"""Bounded reading of what a child writes: its bytes are hostile and there may be no end of them."""

from __future__ import annotations

import os
from typing import Final

_CHUNK: Final = 64 * 1024


class BoundedStream:
    """Collects at most ``limit`` bytes from the descriptor it owns; ``overflowed`` tells that there were more."""

    def __init__(self, descriptor: int, limit: int) -> None:
        os.set_blocking(descriptor, False)
        self.descriptor = descriptor
        self.overflowed = False
        self.ended = False
        self._limit = limit
        self._content = bytearray()

    def read_some(self) -> None:
        """Read once; what goes beyond the limit is dropped."""
        try:
            chunk = os.read(self.descriptor, _CHUNK)
        except BlockingIOError:
            return
        if not chunk:
            self.ended = True
            return
        room = self._limit - len(self._content)
        self._content += chunk[:room]
        if len(chunk) > room:
            self.overflowed = True

    def read_rest(self) -> None:
        """Read what is left after the writer's death, up to the limit."""
        while not self.ended and not self.overflowed:
            before = len(self._content)
            self.read_some()
            if len(self._content) == before:
                return

    def close(self) -> None:
        os.close(self.descriptor)

    @property
    def content(self) -> bytes:
        return bytes(self._content)

    def text(self) -> tuple[str, bool]:
        """The content as text, and whether something in it was not UTF-8 and had to be replaced."""
        try:
            return self.content.decode("utf-8"), False
        except UnicodeDecodeError as error:
            if self.overflowed and error.start >= len(self._content) - 3 and error.reason == "unexpected end of data":
                return self.content[: error.start].decode("utf-8"), False
            return self.content.decode("utf-8", "replace"), True
