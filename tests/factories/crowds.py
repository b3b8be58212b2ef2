"""Many at once: the same work done by threads that all begin together, each with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Result = TypeVar("Result")

THREADS_ON_POSTGRESQL = 24
"""The server takes a limited number of connections, and others use it too; the rest wait for a free thread."""


def at_once(work: Callable[[int], Result], times: int) -> list[Result]:
    """``work(0) ... work(times - 1)``, as many at the same moment as the database takes; results in that order."""
    threads = min(times, THREADS_ON_POSTGRESQL) if connection.vendor == "postgresql" else times
    barrier = Barrier(threads)

    def one(number: int) -> Result:
        try:
            if number < threads:
                barrier.wait(timeout=60)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(times)))
