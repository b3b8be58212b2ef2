"""Policies, selections of questions, sittings, their problems, and the responses given."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizapp.accounts.models import Group, Learner
from quizapp.catalog.models import Item, ItemRevision, Mode
from quizapp.sittings.clock import GRACE
from quizapp.sittings.policy import Clock, PolicyTerms, Reveal
from quizapp.sittings.scoring import RULE


class Policy(models.Model):
    """The terms of sittings: clock, attempts, hints, reveal, window, what counts."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    mode_slug = models.SlugField(max_length=40)
    """The mode it is for."""
    mode = models.ForeignKey(Mode, on_delete=models.CASCADE, null=True, blank=True, related_name="policies")
    """The one challenge it is for; null for all of the mode."""
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="policies")
    clock = models.CharField(max_length=12, choices=[(c.value, c.value) for c in Clock])
    attempts = models.PositiveSmallIntegerField()
    hints = models.BooleanField(default=True)
    reveal = models.CharField(max_length=10, choices=[(r.value, r.value) for r in Reveal])
    extra_time = models.FloatField(default=1.0)
    idle_minutes = models.PositiveIntegerField(default=30)
    """How long a sitting with no running clock stays open."""
    counts = models.BooleanField(default=True)
    """Whether its sittings may stand on boards."""
    grace_seconds = models.PositiveSmallIntegerField(default=GRACE.seconds)
    """How long after a deadline an answer is still taken, for a connection that was lost for a moment."""
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.name

    def terms(self) -> PolicyTerms:
        """What a sitting keeps of this policy; raises ``pydantic.ValidationError`` where the terms contradict."""
        return PolicyTerms(
            slug=self.slug,
            clock=Clock(self.clock),
            attempts=self.attempts,
            hints=self.hints,
            reveal=Reveal(self.reveal),
            extra_time=self.extra_time,
            idle_minutes=self.idle_minutes,
            counts=self.counts,
            closes_at=self.closes_at,
            grace_seconds=self.grace_seconds,
        )


class Selection(models.Model):
    """Questions put together across patterns; whoever takes it gets the same ones in the same order."""

    class Purpose(models.TextChoices):
        """What it was put together for; the slug of the policy's mode."""

        MIXED = "mixed", _("Mixed")
        REVIEW = "review", _("Review")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    made_by = models.ForeignKey(Learner, on_delete=models.SET_NULL, null=True, related_name="selections")
    made_at = models.DateTimeField()
    form_key = models.UUIDField(unique=True)
    """Idempotency key of the form that made it."""
    minutes = models.PositiveIntegerField()
    chosen = models.JSONField(default=dict)
    """By what the questions were chosen, for the page: titles of patterns, kinds, levels."""
    items: models.ManyToManyField[Item, Selected] = models.ManyToManyField(
        Item, through="Selected", related_name="selections"
    )

    def __str__(self) -> str:
        return f"{self.purpose} {self.public_id}"


class Selected(models.Model):
    """An item's place in a selection."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="selected")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="selected")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["selection", "position"], name="one_selected_at_each_position"),
            models.UniqueConstraint(fields=["selection", "item"], name="one_selected_of_each_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item} in {self.selection}"


class WindowDecision(models.Model):
    """What becomes of a withdrawn revision in a challenge whose window was open: it stays, or it is dropped."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="decisions")
    revision = models.ForeignKey(ItemRevision, on_delete=models.PROTECT, related_name="+")
    drops = models.BooleanField()
    reason = models.TextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "revision"], name="one_decision_in_each_window")]

    def __str__(self) -> str:
        return f"{self.revision} {'dropped from' if self.drops else 'stays in'} {self.policy}"


class SittingQuerySet(models.QuerySet["Sitting"]):
    """Questions about many sittings."""

    def with_asked(self) -> Self:
        """Adds ``asked``: how many problems each has."""
        return self.annotate(asked=models.Count("problems"))


class Sitting(models.Model):
    """One learner's pass through the questions of a mode or a selection, under the terms it began with."""

    class Closed(models.TextChoices):
        """Why a sitting is over."""

        OPEN = "", _("Open")
        FINISHED = "finished", _("every problem was decided")
        LEFT = "left", _("it was left and closed itself")
        STOPPED = "stopped", _("its learner ended it")
        MERGED = "merged", _("its learner had another one open")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="sittings")
    mode = models.ForeignKey(Mode, on_delete=models.PROTECT, null=True, blank=True, related_name="sittings")
    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, null=True, blank=True, related_name="sittings")
    """What it goes through where that is no pattern's mode."""
    mode_slug = models.SlugField(max_length=40)
    """The mode's, or what the selection is for."""
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="sittings")
    terms_snapshot = models.JSONField()
    timed = models.BooleanField()
    """Whether each problem has a clock of its own; only such sittings may stand on boards."""
    ends_at = models.DateTimeField(null=True, blank=True)
    """When the one clock over all its problems runs out; null without such a clock."""
    seed = models.BigIntegerField()
    """Decides the order of the choices, once for the whole sitting."""
    start_key = models.UUIDField(unique=True)
    """Idempotency key of the form that began it."""
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=10, choices=Closed.choices, default=Closed.OPEN, blank=True)
    points = models.PositiveIntegerField(default=0)
    ms = models.PositiveBigIntegerField(default=0)
    all_right = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True, blank=True)
    """When its total was told and badge, standing and progress followed; null while the terms keep it back."""
    due_at = models.DateTimeField()
    """Until here nothing can happen to it by itself: which rows a sweep looks at. The clock decides, not this."""
    asked: int
    """How many problems it has; only on rows of ``with_asked``."""

    objects = SittingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "mode"], condition=models.Q(closed_at__isnull=True), name="one_open_sitting_each"
            ),
            models.UniqueConstraint(
                fields=["learner", "selection"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_sitting_of_each_selection",
            ),
            models.CheckConstraint(
                condition=models.Q(mode__isnull=True) ^ models.Q(selection__isnull=True),
                name="a_mode_or_a_selection",
            ),
        ]
        indexes = [
            models.Index(fields=["learner", "mode", "started_at"], name="sitting_first"),
            models.Index(fields=["due_at"], condition=models.Q(told_at__isnull=True), name="sitting_due"),
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.mode or self.selection}"

    @property
    def max_points(self) -> int:
        """On rows of ``with_asked``."""
        return RULE.full * self.asked

    @cached_property
    def terms(self) -> PolicyTerms:
        return PolicyTerms.model_validate(self.terms_snapshot, strict=False)


class Problem(models.Model):
    """One revision in a sitting: its clock and how it ended."""

    class Ended(models.TextChoices):
        """Why a problem takes no more answers."""

        NOT = "", _("Not")
        SOLVED = "solved", _("Solved")
        EXHAUSTED = "exhausted", _("no attempts left")
        GAVE_UP = "gave_up", _("Gave Up")
        TIMED_OUT = "timed_out", _("Timed Out")
        ANSWERED = "answered", _("an answer was kept; whether it is right is told later")
        LEFT = "left", _("the sitting ended first")
        DROPPED = "dropped", _("its key no longer holds; it counts as full for everyone")

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="problems")
    position = models.PositiveSmallIntegerField()
    revision = models.ForeignKey(ItemRevision, on_delete=models.PROTECT, related_name="problems")
    counts_on_board = models.BooleanField()
    """False where the key rests on an author's word."""
    seconds = models.PositiveIntegerField(null=True, blank=True)
    """Length of its clock, extra time included; null without a clock."""
    opened_at = models.DateTimeField(null=True, blank=True)
    hint_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=10, choices=Ended.choices, default=Ended.NOT, blank=True)
    points = models.PositiveIntegerField(default=0)
    ms = models.PositiveBigIntegerField(default=0)
    credited = models.BooleanField(default=False)
    """It counts as full whatever was answered, because its question was made void."""

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "position"], name="one_problem_at_each_position"),
            models.UniqueConstraint(fields=["sitting", "revision"], name="one_problem_of_each_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.sitting} #{self.position}"


class Response(models.Model):
    """One submitted answer."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="responses")
    number = models.PositiveSmallIntegerField()
    """Which attempt it was, from 1."""
    choice = models.CharField(max_length=80)
    right = models.BooleanField()
    idempotency_key = models.UUIDField()
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["problem", "number"], name="one_response_of_each_number"),
            models.UniqueConstraint(fields=["problem", "idempotency_key"], name="one_response_for_each_key"),
            models.UniqueConstraint(fields=["problem", "choice"], name="one_response_for_each_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.problem}: {self.choice}"
