"""Standard output that remembers what went through it, so that each line's share can be told."""

from __future__ import annotations

import io
from typing import Any


class Remembering(io.FileIO):
    """A descriptor whose last writes can be asked for."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor, "w", closefd=False)
        self._written = bytearray()

    def write(self, content: Any, /) -> int:
        count: int = super().write(content)
        if count and len(self._written) < 8192:
            self._written += bytes(memoryview(content).cast("B")[:count])[:8192]
        return count

    def take(self) -> str:
        """What was written since the last call, at most the first few thousand characters."""
        text = self._written.decode("utf-8", "replace")
        self._written.clear()
        return text
