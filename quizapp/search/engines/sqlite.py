"""SQLite's FTS5; a title weighs eight times as much as the text."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection


class SQLite:
    """Finds by the virtual table ``search_index``."""

    def find(self, words: Sequence[str], limit: int) -> list[int]:
        # Quoted, a word cannot be taken for a part of the query language; the star makes it a beginning.
        match = " ".join(f'"{word}"*' for word in words)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid FROM search_index WHERE search_index MATCH %s"
                " ORDER BY bm25(search_index, 8.0, 1.0), rowid LIMIT %s",
                [match, limit],
            )
            return [row[0] for row in cursor.fetchall()]
