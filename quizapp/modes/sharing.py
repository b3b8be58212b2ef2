"""A result as text to show others, without a word of what was asked."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from quizapp.web.durations import clock


def result_text(
    *, title: str, mode: str, right: Sequence[bool], points: int | None, ms: int | None, address: str
) -> str:
    """Three lines and the address where others can try; ``points`` and ``ms`` are None where they do not count."""
    said = gettext("%(right)s of %(all)s right") % {"right": sum(right), "all": len(right)}
    if points is not None:
        said += ", " + gettext("%(points)s points") % {"points": points}
    if ms is not None:
        said += ", " + clock(ms // 1000)
    marks = " ".join("✓" if each else "✗" for each in right)
    return f"quizapp: {title} - {mode}\n{said}\n{marks}\n{address}"
