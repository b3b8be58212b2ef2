"""``manage.py bench``: measures this side of the project on a database of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from quizapp.operations.benchmarks.database import NAME, own_database
from quizapp.operations.benchmarks.figures import Ground, groups, table


class Command(BaseCommand):
    """Each group gets an empty database under a temporary folder, or on the server of DATABASE_URL."""

    help = "Measure the web side; touches nothing of the installation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"of {', '.join(groups())}; all unless given")
        parser.add_argument("--quick", action="store_true", help="little work: to see that it works")
        parser.add_argument("--database", default=NAME, metavar="NAME", help="on PostgreSQL, made and dropped")

    def handle(self, *_args: Any, **options: Any) -> None:
        known = groups()
        for name in options["groups"] or known:
            if name not in known:
                raise CommandError(f"there is no group {name!r}; there are {', '.join(known)}")
        for name in options["groups"] or known:
            self.stderr.write(f"measuring {name}")
            with tempfile.TemporaryDirectory(prefix="quizapp-bench-") as folder:
                place = Path(folder)
                with own_database(place, options["database"]) as url:
                    figures = known[name](Ground(place, url, options["quick"]))
            self.stdout.write(table(figures))
