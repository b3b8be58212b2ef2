"""Columns side by side: how many of each value, or how much on each day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join

from quizapp.web.charts.chart import Chart, Datum, checked, number

WIDTH: Final = 640
HEIGHT: Final = 160
"""Of the columns; labels stand below."""
FOOT: Final = 24
HEAD: Final = 20
GAP: Final = 0.25
"""Of a column's share, left empty."""
MOST_NUMBERS: Final = 12
"""With more columns, only the highest has its number above it."""


def columns(title: str | Promise, data: Sequence[Datum], *, of: str | Promise, unit: str | Promise) -> Chart:
    """Heights in proportion to the highest; what is zero keeps a line of one pixel, so that it is seen to be there."""
    given = checked(data)
    most = max((datum.value for datum in given), default=0)
    share = WIDTH / max(1, len(given))
    drawing = format_html(
        '<svg class="chart-drawing" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}'
        '<path class="chart-line" d="M0 {}H{}"/></svg>',
        WIDTH,
        HEAD + HEIGHT + FOOT,
        format_html_join("", "{}", ((_column(datum, at, share, most, len(given)),) for at, datum in enumerate(given))),
        HEAD + HEIGHT,
        WIDTH,
    )
    return Chart(title, of, unit, given, drawing)


def _column(datum: Datum, at: int, share: float, most: float, count: int) -> str:
    height = max(1.0, HEIGHT * datum.value / most) if most else 1.0
    middle = number(share * (at + 0.5))
    with_number = datum.value and (count <= MOST_NUMBERS or datum.value == most)
    return format_html(
        '<rect class="chart-bar {}" x="{}" y="{}" width="{}" height="{}" rx="3"/>{}{}',
        f"chart-{datum.tone}" if datum.tone else "",
        number(share * (at + GAP / 2)),
        number(HEAD + HEIGHT - height),
        number(share * (1 - GAP)),
        number(height),
        _text(middle, HEAD + HEIGHT - height - 6, number(datum.value), "chart-value") if with_number else "",
        _text(middle, HEAD + HEIGHT + 18, datum.short or datum.label, "chart-label") if datum.short != "-" else "",
    )


def _text(x: str, y: float, words: str, css_class: str) -> str:
    return format_html('<text class="{}" x="{}" y="{}" text-anchor="middle">{}</text>', css_class, x, number(y), words)
