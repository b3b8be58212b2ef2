"""Signs of life of the parts that leave no other trace."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartBeat(models.Model):
    """When a part of the installation last said that it is there."""

    class Part(models.TextChoices):
        """The parts that say so here; a runner says so by its heartbeats."""

        SWEEPER = "sweeper", _("Sweeper")
        REPORTS_WORKER = "reports_worker", _("Reports Worker")

    part = models.CharField(max_length=40, choices=Part.choices, primary_key=True)
    beat_at = models.DateTimeField()
    next_due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.part} at {self.beat_at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def say(cls, part: PartBeat.Part, every: timedelta, now: datetime) -> None:
        """Record that ``part`` is there now and will say so again after ``every``."""
        cls.objects.update_or_create(part=part, defaults={"beat_at": now, "next_due_at": now + every})
