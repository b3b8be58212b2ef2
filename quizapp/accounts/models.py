"""Users, learners and groups."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody with an account; who they are as a learner is their Learner."""


class Learner(models.Model):
    """Who answers: a guest known by a signed cookie, or a user."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, null=True, blank=True, related_name="learner")
    pseudonym = models.CharField(max_length=60, unique=True)
    chosen_name = models.CharField(max_length=40, blank=True)
    chosen_name_key = models.CharField(max_length=80, null=True, blank=True, unique=True, editable=False)
    """The name as compared for uniqueness; null where none is chosen, so that many may have none."""
    name_chosen_at = models.DateTimeField(null=True, blank=True)
    name_refused_at = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    extra_time = models.FloatField(default=1.0)
    """Factor on every clock, at least 1."""
    created_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="absorbed")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(extra_time__gte=1.0), name="extra_time_at_least_one"),
        ]

    def __str__(self) -> str:
        return self.public_name

    @property
    def public_name(self) -> str:
        """What others see: the chosen name unless staff refused it, else the pseudonym."""
        if self.chosen_name and self.name_refused_at is None:
            return self.chosen_name
        return self.pseudonym

    @property
    def is_guest(self) -> bool:
        return self.user_id is None


class RefusedName(models.Model):
    """A name that staff refused: nobody can choose it, or one that looks like it, until the row is deleted."""

    key = models.CharField(max_length=80, unique=True, editable=False)
    name = models.CharField(max_length=40)
    refused_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    refused_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """Learners with their teachers, policies and boards; exactly one row stands for everyone."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    is_everyone = models.BooleanField(default=False)
    members: models.ManyToManyField[Learner, Membership] = models.ManyToManyField(
        Learner, through="Membership", related_name="groups"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_everyone"], condition=models.Q(is_everyone=True), name="one_group_is_everyone"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def everyone(cls) -> Group:
        """The implicit group of all learners."""
        return cls.objects.get(is_everyone=True)


class Membership(models.Model):
    """A learner's place in a group."""

    class Role(models.TextChoices):
        """What a member may do in the group."""

        LEARNER = "learner", _("Learner")
        TEACHER = "teacher", _("Teacher")

    group = models.ForeignKey(Group, on_delete=models.CASCADE)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.LEARNER)
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "learner"], name="one_membership_each")]

    def __str__(self) -> str:
        return f"{self.learner} in {self.group}"
