"""Lengths of time as people read them, in their language."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext, ngettext


def clock(seconds: int) -> str:
    """``2:00``, ``0:07``, ``1:02:30``; never negative."""
    minutes, second = divmod(max(0, seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def precise(ms: int) -> str:
    """``1:02.4``: a clock with tenths, for times that break ties."""
    tenths = max(0, ms) // 100
    return f"{clock(tenths // 10)}.{tenths % 10}"


def spoken(seconds: int) -> str:
    """``2 minutes``, ``1 minute 30 seconds``: a clock as a screen reader should say it."""
    minutes, second = divmod(max(0, seconds), 60)
    parts = [_minutes(minutes)] if minutes else []
    if second or not minutes:
        parts.append(ngettext("%(count)s second", "%(count)s seconds", second) % {"count": second})
    return " ".join(parts)


def away(length: timedelta) -> str:
    """``10 min``, ``5 h``, ``3 days``, ``4 months``: roughly how long something stays away."""
    minutes = max(1, round(length.total_seconds() / 60))
    if minutes < 60:
        return gettext("%(count)s min") % {"count": minutes}
    if minutes < 24 * 60:
        return gettext("%(count)s h") % {"count": round(minutes / 60)}
    days = round(minutes / (24 * 60))
    if days < 60:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    if days < 700:
        months = round(days / 30.4)
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    years = round(days / 365.25)
    return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}


def _minutes(minutes: int) -> str:
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
