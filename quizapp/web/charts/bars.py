"""Bars below each other: how many took each option."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join

from quizapp.web.charts.chart import Chart, Datum, checked, number

WIDTH: Final = 640
ROW: Final = 46
BAR: Final = 14


def bars(title: str | Promise, data: Sequence[Datum], *, of: str | Promise, unit: str | Promise) -> Chart:
    """Lengths as shares of the whole, so that two charts of the same title compare."""
    given = checked(data)
    total = sum(datum.value for datum in given)
    drawing = format_html(
        '<svg class="chart-drawing" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>',
        WIDTH,
        ROW * len(given),
        format_html_join("", "{}", ((_bar(datum, at, total),) for at, datum in enumerate(given))),
    )
    return Chart(title, of, unit, given, drawing)


def _bar(datum: Datum, at: int, total: float) -> str:
    share = datum.value / total if total else 0
    return format_html(
        '<text class="chart-label" x="0" y="{y}">{label}</text>'
        '<text class="chart-value" x="{width}" y="{y}" text-anchor="end">{value}</text>'
        '<rect class="chart-ground" x="0" y="{top}" width="{width}" height="{bar}" rx="3"/>'
        '<rect class="chart-bar {tone}" x="0" y="{top}" width="{length}" height="{bar}" rx="3"/>',
        y=ROW * at + 14,
        label=datum.short or datum.label,
        value=f"{number(datum.value)} ({share:.0%})",
        top=ROW * at + 21,
        bar=BAR,
        tone=f"chart-{datum.tone}" if datum.tone else "",
        width=WIDTH,
        length=number(WIDTH * share),
    )
