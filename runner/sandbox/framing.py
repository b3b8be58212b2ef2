"""Frames on the supervisor's socket: a length and JSON, bounded, put together from whatever pieces arrive."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any, Final

from runner.errors import MessageInvalid

MAX_FRAME: Final = 4 * 1024 * 1024
_LENGTH: Final = struct.Struct(">I")


def frame(message: dict[str, Any]) -> bytes:
    content = json.dumps(message).encode()
    return _LENGTH.pack(len(content)) + content


class Assembler:
    """Turns received bytes into messages."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, content: bytes) -> Iterator[dict[str, Any]]:
        """Yield every message that is complete now; raises ``MessageInvalid`` for what can never become one."""
        self._buffer += content
        while len(self._buffer) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._buffer)
            if length > MAX_FRAME:
                raise MessageInvalid(f"a frame of {length} bytes is longer than {MAX_FRAME}")
            end = _LENGTH.size + length
            if len(self._buffer) < end:
                return
            content = bytes(self._buffer[_LENGTH.size : end])
            del self._buffer[:end]
            try:
                message = json.loads(content)
            except (ValueError, RecursionError) as error:
                raise MessageInvalid(f"a frame is not JSON: {error}") from error
            if not isinstance(message, dict):
                raise MessageInvalid("a frame is not an object")
            yield message
