"""Which day it is where the learner lives, and on which of them the learner answered."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from quizapp.accounts.models import Learner
from quizapp.progress.models import ActiveDay
from quizapp.progress.streak import streak
from quizapp.sittings.models import Response, Sitting


def zone_of(learner: Learner) -> tzinfo:
    """The learner's time zone; UTC where it is not known here."""
    try:
        return ZoneInfo(learner.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def local_day(learner: Learner, moment: datetime) -> date:
    """The learner's own date at ``moment``."""
    return moment.astimezone(zone_of(learner)).date()


def day_began(learner: Learner, moment: datetime) -> datetime:
    """When the learner's day of ``moment`` began."""
    return datetime.combine(local_day(learner, moment), time(), zone_of(learner)).astimezone(UTC)


def streak_of(learner: Learner, now: datetime) -> int | None:
    """Days in a row up to now; None where the learner wants it hidden. One query."""
    rows = ActiveDay.objects.filter(learner=learner).values_list("day", "learner__study_settings__streak_hidden")
    days = [day for day, hidden in rows if not hidden]
    return streak(days, local_day(learner, now)) if days or not rows else None


def note_day(response: Response, sitting: Sitting, **_: Any) -> None:
    """Receiver of ``response_recorded``."""
    note_active(sitting.learner, response.answered_at)


def note_active(learner: Learner, moment: datetime) -> None:
    """The learner answered on this day."""
    ActiveDay.objects.get_or_create(learner=learner, day=local_day(learner, moment))
