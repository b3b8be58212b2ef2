"""Keeps how a learner wants to study."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from quizapp.accounts.models import Learner
from quizapp.progress.models import StudySettings


@transaction.atomic
def keep_settings(learner: Learner, said: dict[str, Any]) -> None:
    """``said`` is the cleaned data of the form; clocks that run keep the time they began with."""
    learner.extra_time = said["extra_time"]
    learner.save(update_fields=["extra_time"])
    names = ("new_cards_a_day", "reviews_a_day", "shortcuts", "clock_hidden", "streak_hidden")
    StudySettings.objects.update_or_create(learner=learner, defaults={name: said[name] for name in names})


def switch(learner: Learner, name: str, *, on: bool) -> None:
    """Turn one of the settings that are on or off."""
    StudySettings.objects.update_or_create(learner=learner, defaults={name: on})
