"""The time zone in which a page shows its times: the learner's or the browser's, found when a time is shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from quizapp.accounts import browser_zone
from quizapp.accounts.requests import LearnerRequest
from quizapp.accounts.time_zones import zone_of


class ZoneOfRequest(tzinfo):
    """Stands for the learner's zone from the start of a request, so that a page without times asks for no learner."""

    def __init__(self, request: LearnerRequest) -> None:
        self._request = request
        self._found: tzinfo | None = None

    def utcoffset(self, moment: datetime | None, /) -> timedelta | None:
        return self._zone().utcoffset(moment)

    def dst(self, moment: datetime | None, /) -> timedelta | None:
        return self._zone().dst(moment)

    def tzname(self, moment: datetime | None, /) -> str | None:
        return self._zone().tzname(moment)

    def fromutc(self, moment: datetime, /) -> datetime:
        # The learner's own zone, not this stand-in, is what stays on the time.
        return moment.replace(tzinfo=UTC).astimezone(self._zone())

    def _zone(self) -> tzinfo:
        if self._found is None:
            learner = self._request.learner
            self._found = zone_of(browser_zone.read(self._request) if learner is None else learner.time_zone)
        return self._found
