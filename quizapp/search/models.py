"""What can be found: one row for each pattern, and for each published lesson and question."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from quizapp.catalog.models import Item, Pattern


class Document(models.Model):
    """Something that can be found, with its words; the index over them is the database's own.

    The index hangs on this table by triggers (SQLite) or as an index on an expression (PostgreSQL), made in the first
    migration: one that rebuilds the table has to make it anew.
    """

    class Kind(models.TextChoices):
        """What it is."""

        PATTERN = "pattern", _("Pattern")
        LESSON = "lesson", _("Lesson")
        QUESTION = "question", _("Question")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    pattern = models.ForeignKey(Pattern, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    """Null for a pattern itself."""
    title = models.CharField(max_length=120)
    words = models.TextField()
    """What it says, as words and nothing else."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(item__isnull=False), name="one_document_of_item"
            ),
            models.UniqueConstraint(
                fields=["pattern"], condition=models.Q(item__isnull=True), name="one_document_of_pattern"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"
