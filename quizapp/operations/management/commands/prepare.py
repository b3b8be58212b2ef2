"""``manage.py prepare``: migrate and load the shipped packs, once before the processes of a new version start."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from quizapp.operations import preparing
from quizapp.operations.errors import CannotStart


class Command(BaseCommand):
    """Bring the data up to this version; harmless to repeat."""

    help = "Migrate the database and load the shipped packs."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            preparing.migrate()
            preparing.load_shipped_packs(timezone.now(), self.stdout.write)
        except CannotStart as error:
            raise CommandError(str(error)) from error
