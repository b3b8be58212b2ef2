"""A learner's points: the best of each item, so that repeating one never adds up."""

from __future__ import annotations

from django.db.models import Sum

from quizapp.accounts.models import Learner
from quizapp.progress.models import ItemProgress


def points_of(learner: Learner) -> int:
    """Sum of the best points of every item; one query."""
    total = ItemProgress.objects.filter(learner=learner).aggregate(total=Sum("best_points"))["total"]
    return int(total or 0)
