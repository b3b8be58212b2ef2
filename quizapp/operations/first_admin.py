"""The account somebody needs to open the admin pages for the first time."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from quizapp.accounts.models import User

NAME: Final = "admin"


@dataclass(frozen=True)
class FirstAdmin:
    """A new administrator; the password is known nowhere else."""

    name: str
    password: str


def make_first_admin() -> FirstAdmin | None:
    """Make an administrator with a random password where there is none at all."""
    with transaction.atomic():
        if User.objects.filter(is_superuser=True).exists():
            return None
        name = NAME
        while User.objects.filter(username=name).exists():
            name = f"{NAME}-{secrets.token_hex(3)}"
        password = secrets.token_urlsafe(15)
        User.objects.create_superuser(username=name, password=password)
    return FirstAdmin(name, password)
