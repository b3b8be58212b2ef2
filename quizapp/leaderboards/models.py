"""Boards, the standings on them, and the counts that make a rank cheap."""

from __future__ import annotations

from django.db import models

from quizapp.accounts.models import Group, Learner
from quizapp.catalog.models import Mode
from quizapp.sittings.models import Sitting


class Board(models.Model):
    """A challenge, a period and a group."""

    mode = models.ForeignKey(Mode, on_delete=models.CASCADE, related_name="boards")
    period = models.CharField(max_length=10)
    """``all``, or an ISO week such as ``2026-W47``."""
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="boards")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mode", "period", "group"], name="one_board_each")]

    def __str__(self) -> str:
        return f"{self.mode}, {self.period}, {self.group}"


class Standing(models.Model):
    """A learner's counting result on a board."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="standings")
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="standings")
    sitting = models.ForeignKey(Sitting, on_delete=models.RESTRICT, related_name="standings")
    points = models.PositiveIntegerField()
    ms = models.PositiveBigIntegerField()
    finished_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "learner"], name="one_standing_each")]
        indexes = [models.Index("board", models.F("points").desc(), "ms", "finished_at", "id", name="standing_order")]

    def __str__(self) -> str:
        return f"{self.learner}: {self.points}"


class Bucket(models.Model):
    """How many standings of a board have the same points, kept in the transaction that changes them."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="buckets")
    points = models.PositiveIntegerField()
    standings = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "points"], name="one_bucket_each")]

    def __str__(self) -> str:
        return f"{self.board}: {self.standings} with {self.points}"
