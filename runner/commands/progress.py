"""A progress bar on standard error, where that is a terminal."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Final, Self

_WIDTH: Final = 30


class Progress:
    """Counts up to ``total``; says nothing into a file or a pipe."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._shown = sys.stderr.isatty() and total > 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            sys.stderr.write("\r" + " " * (_WIDTH + 20) + "\r")

    def advance(self) -> None:
        self._done += 1
        if self._shown:
            filled = _WIDTH * self._done // self._total
            sys.stderr.write(f"\r[{'#' * filled}{'.' * (_WIDTH - filled)}] {self._done}/{self._total}")
            sys.stderr.flush()
