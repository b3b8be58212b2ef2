"""What is kept of a learner's progress."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from quizapp.accounts.models import Learner
from quizapp.accounts.own_data import Part, rows
from quizapp.progress.models import ActiveDay, Answer, Award, Bookmark, Schedule, StudySettings
from quizapp.sittings.sealing import sealed_items


def own_data(learner: Learner, now: datetime, **_: Any) -> Part:
    """Receiver of ``learner_data_asked``; what tells of items kept back now is left out."""
    sealed = sealed_items(learner, now)
    return {
        "history": rows(
            Answer.objects.filter(learner=learner).exclude(item__in=sealed),
            "item__slug",
            "type",
            "revision__number",
            "part",
            "outcome",
            "rating",
            "points",
            "said",
            "answered_at",
            "undone_at",
        ),
        "schedule": rows(
            Schedule.objects.filter(learner=learner).exclude(item__in=sealed),
            "item__slug",
            "stability",
            "difficulty",
            "due_at",
            "reviewed_at",
            "reviews",
        ),
        "bookmarks": rows(Bookmark.objects.filter(learner=learner), "item__slug", "made_at"),
        "active_days": rows(ActiveDay.objects.filter(learner=learner), "day"),
        "badges": rows(Award.objects.filter(learner=learner), "public_id", "name", "awarded_at", "shared"),
        "study_settings": rows(
            StudySettings.objects.filter(learner=learner),
            "new_cards_a_day",
            "reviews_a_day",
            "shortcuts",
            "clock_hidden",
            "streak_hidden",
        ),
    }
