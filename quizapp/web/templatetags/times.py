"""Lengths of time in templates."""

from __future__ import annotations

from datetime import timedelta

from django import template

from quizapp.web import durations

register = template.Library()


@register.filter
def clock(seconds: int) -> str:
    """Seconds as ``2:00``."""
    return durations.clock(seconds)


@register.filter
def clock_ms(ms: int) -> str:
    """Milliseconds as ``1:02.4``."""
    return durations.precise(ms)


@register.filter
def away(length: timedelta) -> str:
    """A length of time as ``3 days``."""
    return durations.away(length)


@register.filter
def spoken(seconds: int) -> str:
    """Seconds as ``2 minutes``."""
    return durations.spoken(seconds)
