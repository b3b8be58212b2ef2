"""PostgreSQL's text search, over an index on an expression; a title weighs more than the text."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection


class PostgreSQL:
    """Finds by the index ``search_words``; the expression in the condition has to be the index's own."""

    def find(self, words: Sequence[str], limit: int) -> list[int]:
        query = " & ".join(f"{word}:*" for word in words)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM search_document, to_tsquery('english', %s) AS asked"
                " WHERE to_tsvector('english', title || ' ' || words) @@ asked"
                " ORDER BY ts_rank(setweight(to_tsvector('english', title), 'A')"
                " || setweight(to_tsvector('english', words), 'D'), asked) DESC, id LIMIT %s",
                [query, limit],
            )
            return [row[0] for row in cursor.fetchall()]
