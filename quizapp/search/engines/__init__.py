"""The text search of each supported database, behind one interface."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from django.db import connection

from quizapp.search.engines.postgresql import PostgreSQL
from quizapp.search.engines.sqlite import SQLite


class Engine(Protocol):
    """One database's text search."""

    def find(self, words: Sequence[str], limit: int) -> list[int]:
        """Primary keys of documents that hold words beginning with each of ``words``, the best first; one query."""
        ...


ENGINES: Final[dict[str, Engine]] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


def engine() -> Engine:
    """That of the database in use."""
    return ENGINES[connection.vendor]
