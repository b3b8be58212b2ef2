"""``manage.py rebuild_search``: makes everything that search finds anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from quizapp.search.indexing import rebuild


class Command(BaseCommand):
    """Needed only after rows were changed by hand; publishing keeps search current."""

    help = "Make the documents that search finds anew."

    def handle(self, **_: Any) -> None:
        self.stdout.write(f"{rebuild()} documents")
