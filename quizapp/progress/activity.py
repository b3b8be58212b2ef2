"""How much a learner answered on each day of the last weeks, as a chart."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from quizapp.accounts.models import Learner
from quizapp.progress.models import Answer
from quizapp.web.charts.chart import Chart, Datum
from quizapp.web.charts.columns import columns

DAYS: Final = 28


def activity(learner: Learner | None, now: datetime) -> Chart | None:
    """Answers by day, in the zone the request is shown in; None for whoever answered nothing in these weeks."""
    if learner is None:
        return None
    today = timezone.localdate(now)
    first = today - timedelta(days=DAYS - 1)
    answers = Answer.objects.filter(learner=learner, undone_at=None, answered_at__gte=now - timedelta(days=DAYS))
    by_day = dict(
        answers.annotate(day=TruncDate("answered_at")).values("day").annotate(n=Count("pk")).values_list("day", "n")
    )
    days = [first + timedelta(days=at) for at in range(DAYS)]
    if not any(by_day.get(day) for day in days):
        return None
    data = [
        Datum(
            label=date_format(day, "j F Y"),
            value=by_day.get(day, 0),
            tone="me" if day == today else "",
            # Mondays only: a label below each day would not be readable.
            short=date_format(day, "j M") if day.weekday() == 0 else "-",
        )
        for day in days
    ]
    return columns(gettext("Answers in the last four weeks"), data, of=gettext("Day"), unit=gettext("Answers"))
