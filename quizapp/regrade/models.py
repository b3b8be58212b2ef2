"""Corrections of keys on their way to the learners, and the record of what each changed for whom."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizapp.accounts.models import Learner
from quizapp.catalog.models import ItemRevision, KeyCorrection
from quizapp.sittings.models import Problem


class RegradeQuerySet(models.QuerySet["Regrade"]):
    """Questions about many regrades."""

    def unfinished(self) -> Self:
        """Those that still have something to do, the oldest first."""
        return self.filter(state__in=Regrade.UNFINISHED).order_by("pk")


class Regrade(models.Model):
    """One correction of a key: asked for, put in force when the gate lets it, and applied to what was answered.

    The row is the truth about the job: whoever goes on with it reads here how far it got.
    """

    class State(models.TextChoices):
        """How far it is; the last three are final."""

        WAITING = "waiting", _("waits for the proof of the new key")
        APPLYING = "applying", _("in force; answers are being regraded")
        DONE = "done", _("in force; every answer is regraded")
        REFUSED = "refused", _("the new key was not proven")
        WITHDRAWN = "withdrawn", _("taken back before it was in force")

    UNFINISHED = (State.WAITING, State.APPLYING)

    revision = models.ForeignKey(ItemRevision, on_delete=models.PROTECT, related_name="regrades")
    new_key = models.CharField(max_length=80, blank=True)
    """Empty when the question is to be void."""
    strict = models.BooleanField(default=False)
    """Everybody gets what the new key says; otherwise each keeps the better of old and new."""
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    correction = models.OneToOneField(
        KeyCorrection, on_delete=models.PROTECT, null=True, blank=True, related_name="regrade"
    )
    """Made when it came into force."""
    state = models.CharField(max_length=10, choices=State.choices)
    settled_because = models.TextField(blank=True)
    """Why it was refused."""
    reached = models.BigIntegerField(default=0)
    """Every problem of the revision up to this primary key has been looked at."""
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RegradeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision"],
                condition=models.Q(state__in=["waiting", "applying"]),
                name="one_unfinished_regrade_of_each_revision",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_regrade_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.new_key or 'void'}"

    @property
    def key(self) -> str | None:
        """The choice that is right; None where the question is void."""
        return self.new_key or None


class Change(models.Model):
    """What a regrade did to one problem of one learner, or let stand although the new key says otherwise."""

    class Badge(models.TextChoices):
        """What became of the badge of the problem's challenge."""

        SAME = "", _("Same")
        GIVEN = "given", _("given")
        TAKEN = "taken", _("taken back")

    regrade = models.ForeignKey(Regrade, on_delete=models.PROTECT, related_name="changes")
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="key_changes")
    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="key_changes")
    made_at = models.DateTimeField()
    kept = models.BooleanField()
    """The new key is worse for the learner, who therefore keeps what there was."""
    right_before = models.BooleanField()
    right_after = models.BooleanField()
    points_before = models.PositiveIntegerField()
    points_after = models.PositiveIntegerField()
    total_before = models.PositiveIntegerField()
    """Points of the whole sitting."""
    total_after = models.PositiveIntegerField()
    board_before = models.PositiveIntegerField(null=True, blank=True)
    """Points on the boards; null where the sitting stands on none."""
    board_after = models.PositiveIntegerField(null=True, blank=True)
    due_before = models.DateTimeField(null=True, blank=True)
    """When the question was to come back; null where it was not."""
    due_after = models.DateTimeField(null=True, blank=True)
    badge = models.CharField(max_length=10, choices=Badge.choices, default=Badge.SAME, blank=True)
    badge_name = models.CharField(max_length=120, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    """When the learner put the note about it away."""

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["regrade", "problem"], name="one_change_of_each_problem")]
        indexes = [
            models.Index(fields=["learner"], condition=models.Q(seen_at__isnull=True), name="change_unseen"),
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.points_before} -> {self.points_after}"

    @property
    def result(self) -> str:
        """``kept``, ``up``, ``down`` or ``same``: the points are, though what they rest on is not."""
        if self.kept:
            return "kept"
        before, after = (self.right_before, self.points_before), (self.right_after, self.points_after)
        return "same" if before == after else "up" if after > before else "down"
