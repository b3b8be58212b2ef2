"""Two learners turn out to be one: what corrections changed for both is that one's."""

from __future__ import annotations

from typing import Any

from quizapp.accounts.models import Learner
from quizapp.regrade.models import Change


def merge_changes(absorbed: Learner, into: Learner, **_: Any) -> None:
    """Receiver of ``learner_merged``."""
    Change.objects.filter(learner=absorbed).update(learner=into)
