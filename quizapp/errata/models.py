"""Objections of learners, and the errata of items."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Item, ItemRevision
from quizapp.evidence.models import Evidence
from quizapp.sittings.models import Problem

LONGEST_TEXT = 2000
LONGEST_REPLY = 2000
LONGEST_ERRATUM = 300


class Objection(models.Model):
    """A learner says that something is wrong with a question."""

    class About(models.TextChoices):
        """What is said to be wrong."""

        KEY = "key", _("The right answer is wrong")
        UNCLEAR = "unclear", _("The question is unclear")
        EXPLANATION = "explanation", _("The explanation is wrong or unclear")
        OUTPUT = "output", _("The program prints something else")
        OTHER = "other", _("Something else")

    class Status(models.TextChoices):
        """How far the authors have come with it."""

        NEW = "new", _("waiting to be read")
        LOOKED_AT = "looked-at", _("being looked at")
        MENDED = "mended", _("mended")
        STANDS = "stands", _("the question stands")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    revision = models.ForeignKey(ItemRevision, on_delete=models.PROTECT, related_name="objections")
    """What the question said when the learner objected."""
    learner = models.ForeignKey(Learner, on_delete=models.SET_NULL, null=True, related_name="objections")
    """Null once the learner is deleted; the objection stays with the authors."""
    problem = models.ForeignKey(Problem, on_delete=models.SET_NULL, null=True, blank=True, related_name="objections")
    """Where in a sitting it was met; null for a question met by itself."""
    choices = models.JSONField(default=list)
    """Ids of what the learner had answered."""
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="objections")
    """The newest evidence of the key at that time; null where nothing is executed."""
    about = models.CharField(max_length=12, choices=About.choices)
    text = models.TextField(max_length=LONGEST_TEXT)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NEW)
    reply = models.TextField(blank=True, max_length=LONGEST_REPLY)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    replied_at = models.DateTimeField(null=True, blank=True)
    form_key = models.UUIDField(unique=True)
    """Idempotency key of its form."""
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["learner", "made_at"], name="objection_of_learner"),
            models.Index(fields=["status", "made_at"], name="objection_inbox"),
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.get_about_display()}"


class Erratum(models.Model):
    """One line that a question openly says of an error it had."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="errata")
    text = models.CharField(max_length=LONGEST_ERRATUM)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name_plural = "errata"

    def __str__(self) -> str:
        return f"{self.item}: {self.text}"
