"""Learners for tests: guests, people with accounts, members of groups."""

from __future__ import annotations

import functools
import itertools
from datetime import UTC, datetime
from typing import Any, Final

from django.contrib.auth.hashers import make_password

from quizapp.accounts.models import Group, Learner, Membership, User

NOW: Final = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
"""A Wednesday morning; the moment at which the tests' stories begin."""

_numbers = itertools.count(1)


def guest(pseudonym: str | None = None, **fields: Any) -> Learner:
    return Learner.objects.create(
        pseudonym=pseudonym or f"Quiet Heron {next(_numbers)}", **{"created_at": NOW, **fields}
    )


PASSWORD: Final = "a long enough phrase"
"""Everybody's."""


@functools.cache
def _hashed() -> str:
    """Hashed once: hashing is slow on purpose, and tests make many people."""
    return make_password(PASSWORD)


def user(username: str | None = None, **fields: Any) -> User:
    return User.objects.create(username=username or f"person{next(_numbers)}", password=_hashed(), **fields)


def member(pseudonym: str | None = None, **fields: Any) -> Learner:
    """A learner with an account."""
    return guest(pseudonym, user=user(), **fields)


def group(slug: str, *members: Learner) -> Group:
    made = Group.objects.create(slug=slug, name=slug.title())
    for learner in members:
        Membership.objects.create(group=made, learner=learner, joined_at=NOW)
    return made
