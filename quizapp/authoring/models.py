"""What the groups of staff have been given once, so that an upgrade gives only what is new."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models


class GivenPermission(models.Model):
    """One permission that a group was given when it was made, or by an upgrade; it stays here if an admin takes it."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    permission = models.CharField(max_length=160)
    """``app.codename``."""

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["group", "permission"], name="one_gift_of_each_permission")]

    def __str__(self) -> str:
        return f"{self.group} may {self.permission}"
