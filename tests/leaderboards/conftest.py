"""The cast: Ada the guest, Ben and Cleo with accounts, and a challenge of five problems."""

from __future__ import annotations

import pytest

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode
from tests.factories import content, people


@pytest.fixture
def ada(db: None) -> Learner:
    return people.guest("Ada")


@pytest.fixture
def ben(db: None) -> Learner:
    return people.member("Ben")


@pytest.fixture
def challenge(db: None) -> Mode:
    return content.challenge()


@pytest.fixture
def cleo(db: None) -> Learner:
    return people.member("Cleo")
