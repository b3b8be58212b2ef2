"""The cast: Ada the guest, Ben and Cleo with accounts, a reviewer, and a challenge of two problems."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from quizapp.accounts.models import Learner, User
from quizapp.catalog.models import ItemRevision, Mode
from tests.factories import content, people


@pytest.fixture
def ada(db: None) -> Learner:
    return people.guest("Ada")


@pytest.fixture
def ben(db: None) -> Learner:
    return people.member("Ben")


@pytest.fixture
def cleo(db: None) -> Learner:
    return people.member("Cleo")


@pytest.fixture
def reviewer(db: None) -> User:
    user = people.user("rita", is_staff=True)
    user.groups.add(Group.objects.get(name="Reviewers"))
    return user


@pytest.fixture
def challenge(db: None) -> Mode:
    return content.challenge(problems=2, kind="conceptual")


@pytest.fixture
def revision(challenge: Mode) -> ItemRevision:
    """The first problem's."""
    found = challenge.items.get(placements__position=0).published
    assert found is not None
    return found
