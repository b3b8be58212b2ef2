"""The cast: Ada the guest, Ben with an account, and a challenge of five problems."""

from __future__ import annotations

import pytest

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode
from quizapp.sittings.models import Sitting
from tests.factories import content, people, sittings


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
def sitting(ada: Learner, challenge: Mode) -> Sitting:
    """Ada's, begun at NOW under the default terms."""
    return sittings.begin(ada, challenge)
