"""An empty database for a bench, beside the installation's and never it, gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from django.db import connection

NAME: Final = "quizapp_bench"
"""On a server, the database made and dropped."""


@contextmanager
def own_database(folder: Path, name: str = NAME) -> Iterator[str]:
    """Makes a database, lets the default connection lead to it, and drops it; its address.

    With SQLite it is a file in ``folder``, with PostgreSQL a database on the server of ``DATABASE_URL``.
    """
    theirs = connection.settings_dict["NAME"]
    sqlite = connection.vendor == "sqlite"
    connection.settings_dict["TEST"]["NAME"] = str(folder / f"{name}.sqlite3") if sqlite else name
    made = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield f"sqlite:///{quote(made)}" if sqlite else _address(made)
    finally:
        connection.creation.destroy_test_db(theirs, verbosity=0)


def _address(name: str) -> str:
    to = connection.settings_dict
    password = f":{quote(to['PASSWORD'], safe='')}" if to["PASSWORD"] else ""
    port = f":{to['PORT']}" if to["PORT"] else ""
    return f"postgres://{quote(to['USER'], safe='')}{password}@{quote(to['HOST'], safe='')}{port}/{name}"
