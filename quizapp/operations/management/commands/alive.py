"""``manage.py alive PART``: whether one part is there, for the health check of its container."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from quizapp.operations import health


class Command(BaseCommand):
    """End with status 0 when the part's own signs of life are recent."""

    help = "Say whether a part (database, sweeper, reports_worker, runner_cpu ...) is there."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("part")

    def handle(self, *args: Any, **options: Any) -> None:
        parts = health.check(timezone.now()).parts
        part = options["part"]
        if part not in parts:
            raise CommandError(f"{part} is no part of this installation; it has {', '.join(parts)}")
        if parts[part]:
            raise CommandError(f"{part} {parts[part]}")
