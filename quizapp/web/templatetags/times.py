"""Lengths of time in templates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

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


@register.simple_tag
def moment(at: datetime, shown: str = "j M Y, H:i") -> SafeString:
    """A time in the reader's zone; the exact time, with its zone and as UTC, shows on hover."""
    local = timezone.localtime(at)
    exact = f"{local:%Y-%m-%d %H:%M:%S} {local.tzname()}"
    if local.utcoffset():
        exact += f" ({at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC)"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.astimezone(UTC).isoformat(),
        exact,
        formats.date_format(local, shown),
    )
