"""What every chart is given, and what the template gets of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Datum:
    """One number of a chart."""

    label: str
    value: float
    """Not negative."""
    tone: str = ""
    """``right``, ``wrong`` or ``me``: a meaning that the label says too; never colour alone."""
    short: str = ""
    """What fits below a column, where the label does not."""


@dataclass(frozen=True)
class Chart:
    """A drawing, and the same as a table for whoever cannot see it."""

    title: str | Promise
    of: str | Promise
    """What the labels are, as the heading of their column: ``Points``."""
    unit: str | Promise
    """What is counted, as the heading of the numbers: ``Learners``."""
    data: tuple[Datum, ...]
    drawing: SafeString

    @property
    def total(self) -> float:
        return sum(datum.value for datum in self.data)


def checked(data: Sequence[Datum]) -> tuple[Datum, ...]:
    """The data as given; raises ``ValueError`` on a negative number, which has no length."""
    if any(datum.value < 0 for datum in data):
        raise ValueError("a chart shows no negative numbers")
    return tuple(data)


def number(value: float) -> str:
    """``12``, ``0.5``, ``33.3``: as short as it is exact to a tenth."""
    return f"{value:.1f}".removesuffix(".0")
