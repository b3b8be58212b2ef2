"""Writes many rows, each with values of its own, in one round trip.

``bulk_update`` builds one long CASE for each field, and ``bulk_create`` fills statements of at most 999 values on
SQLite; preparing either takes several times as long as the database takes to run it. No signal is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models


def update_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set the fields ``names`` of each row; a row is its primary key followed by the values in that order."""
    fields, quoted = _fields(model, names), connection.ops.quote_name
    assigned = ", ".join(f"{quoted(field.column)} = %s" for field in fields)
    # Only names of our own models are written into the statements.
    statement = f"UPDATE {quoted(model._meta.db_table)} SET {assigned} WHERE {quoted('id')} = %s"  # noqa: S608
    prepared = _Prepared()
    _run(statement, [[*prepared.values(fields, row[1:]), row[0]] for row in rows])


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows with the fields ``names``, which must be all that have no value of the database's own."""
    fields, quoted = _fields(model, names), connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    places = ", ".join("%s" for _ in fields)
    statement = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608
    prepared = _Prepared()
    _run(statement, [[*prepared.values(fields, row)] for row in rows])


def _fields(model: type[models.Model], names: Sequence[str]) -> list[models.Field[Any, Any]]:
    by_name = {name: field for field in model._meta.concrete_fields for name in (field.name, field.attname)}
    return [by_name[name] for name in names]


class _Prepared:
    """Values as the database takes them. Preparing a moment is slow, and rows written together share many."""

    def __init__(self) -> None:
        self._moments: dict[datetime, Any] = {}

    def values(self, fields: Sequence[models.Field[Any, Any]], values: Sequence[Any]) -> Iterable[Any]:
        for field, value in zip(fields, values, strict=True):
            if value is None or type(value) in {int, float, bool}:
                yield value
            elif type(value) is not datetime:
                yield field.get_db_prep_save(value, connection)
            else:
                if value not in self._moments:
                    self._moments[value] = field.get_db_prep_save(value, connection)
                yield self._moments[value]


def _run(statement: str, values: Sequence[Sequence[Any]]) -> None:
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)
