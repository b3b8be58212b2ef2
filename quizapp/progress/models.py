"""The one history of a learner's answers, and what follows from it: progress, schedule, active days, badges."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from quizapp.accounts.models import Learner
from quizapp.catalog.content import ItemType
from quizapp.catalog.models import Item, ItemRevision, Mode
from quizapp.sittings.models import Problem, Sitting


class Answer(models.Model):
    """One entry of the history: what a learner did with an item, bound to the revision that was seen.

    Appended by ``recording`` alone, and never more than once for the same problem, prompt or form. All other rows here
    follow from these.
    """

    class Outcome(models.TextChoices):
        """What came of it."""

        RIGHT = "right", _("answered right, or recalled")
        WRONG = "wrong", _("answered wrong, or forgotten")
        UNSOLVED = "unsolved", _("given up, or out of time")
        KEPT = "kept", _("written down; nothing is right or wrong about it")

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="answers")
    type = models.CharField(max_length=20, choices=[(t.value, t.value) for t in ItemType])
    """The item's, kept here so that one index serves what was done today."""
    revision = models.ForeignKey(ItemRevision, on_delete=models.PROTECT, related_name="answers")
    part = models.CharField(max_length=100, blank=True)
    """Which prompt of a lesson it answers: ``step.<id>`` or ``myth.<id>``."""
    problem = models.OneToOneField(Problem, on_delete=models.CASCADE, null=True, blank=True, related_name="entry")
    """The problem of a sitting whose end this is."""
    key = models.UUIDField(null=True, blank=True, unique=True)
    """Idempotency key of the form, where it was no problem of a sitting."""
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    """1 to 4 as the schedule takes it; null where it does not move the schedule."""
    points = models.PositiveIntegerField(default=0)
    said = models.JSONField(default=dict)
    """What the learner chose, wrote or ticked."""
    answered_at = models.DateTimeField()
    schedule_before = models.JSONField(null=True, blank=True)
    """The schedule as it was, for whoever takes the rating back; null where there was none."""
    first = models.BooleanField(default=False)
    """It put the item on the schedule."""
    undone_at = models.DateTimeField(null=True, blank=True)
    """When the learner took it back; what follows from answers leaves it out from then on."""

    class Meta:
        indexes = [
            models.Index(fields=["learner", "answered_at"], name="answer_history"),
            models.Index(fields=["learner", "item", "answered_at"], name="answer_of_item"),
            models.Index(fields=["learner", "type", "answered_at"], name="answer_of_type"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "item", "part"], condition=~models.Q(part=""), name="one_answer_to_each_prompt"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.revision} {self.outcome}"


class Schedule(models.Model):
    """When a learner is to meet an item again; the memory model's numbers are those of FSRS."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="schedules")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="schedules")
    type = models.CharField(max_length=20, choices=[(t.value, t.value) for t in ItemType])
    """The item's, kept here so that one index serves the queue."""
    state = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    stability = models.FloatField()
    difficulty = models.FloatField()
    due_at = models.DateTimeField()
    reviewed_at = models.DateTimeField()
    reviews = models.PositiveIntegerField()
    """How often it was rated: a form that saw another number is stale."""

    class Meta:
        indexes = [models.Index(fields=["learner", "type", "due_at"], name="schedule_due")]
        constraints = [models.UniqueConstraint(fields=["learner", "item"], name="one_schedule_for_each_item")]

    def __str__(self) -> str:
        return f"{self.learner}: {self.item} due {self.due_at:%Y-%m-%d}"


class Bookmark(models.Model):
    """An item a learner wants to find again."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="bookmarks")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="bookmarks")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "item"], name="one_bookmark_of_each_item")]
        indexes = [models.Index(fields=["learner", "made_at"], name="bookmark_newest")]

    def __str__(self) -> str:
        return f"{self.learner}: {self.item}"


class StudySettings(models.Model):
    """How a learner wants to study; defaults hold where there is no row."""

    learner = models.OneToOneField(Learner, on_delete=models.CASCADE, related_name="study_settings")
    new_cards_a_day = models.PositiveSmallIntegerField(default=10)
    reviews_a_day = models.PositiveSmallIntegerField(default=100)
    streak_hidden = models.BooleanField(default=False)
    shortcuts = models.BooleanField(default=True)
    """Whether single keys choose, submit and rate."""
    clock_hidden = models.BooleanField(default=False)
    """Whether a running clock is said, but not shown."""

    class Meta:
        verbose_name_plural = "study settings"

    def __str__(self) -> str:
        return f"study settings of {self.learner}"


class ItemProgress(models.Model):
    """How a learner stands with one item, over all answers."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="item_progress")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="progress")
    best_points = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    last_answered_at = models.DateTimeField()
    last_was_right = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "item"], name="one_progress_for_each_item")]

    def __str__(self) -> str:
        return f"{self.learner}: {self.item}"


class ActiveDay(models.Model):
    """A day, in the learner's own time zone, on which the learner answered."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="active_days")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "day"], name="one_row_for_each_day")]

    def __str__(self) -> str:
        return f"{self.learner}: {self.day}"


class Award(models.Model):
    """A badge in a learner's hands; keeps the badge's name and icon as they were."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="awards")
    mode = models.ForeignKey(Mode, on_delete=models.PROTECT, related_name="awards")
    sitting = models.ForeignKey(Sitting, on_delete=models.RESTRICT, related_name="awards")
    name = models.CharField(max_length=120)
    icon = models.CharField(max_length=80)
    praise = models.CharField(max_length=600)
    awarded_at = models.DateTimeField()
    shared = models.BooleanField(default=False)
    """Whether anybody with its address may see it."""

    class Meta:
        ordering = ["-awarded_at"]
        constraints = [models.UniqueConstraint(fields=["learner", "mode"], name="one_award_of_each_badge")]

    def __str__(self) -> str:
        return f"{self.learner}: {self.name}"
