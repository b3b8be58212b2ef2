from __future__ import annotations

import re

import pytest

from quizapp.web.charts.chart import Datum, number
from quizapp.web.charts.columns import HEIGHT, columns


def _heights(drawing: str) -> list[float]:
    return [float(height) for height in re.findall(r'<rect [^>]*? height="([\d.]+)"', drawing)]


def test_heights_are_in_proportion_to_the_highest() -> None:
    chart = columns("Points", [Datum("0", 2), Datum("100", 8), Datum("200", 4)], of="Points", unit="Learners")

    assert _heights(chart.drawing) == [HEIGHT / 4, HEIGHT, HEIGHT / 2]
    assert chart.total == 14


def test_nothing_at_all_is_a_line_and_no_fault() -> None:
    assert _heights(columns("Points", [Datum("0", 0)], of="Points", unit="Learners").drawing) == [1.0]
    assert _heights(columns("Points", [], of="Points", unit="Learners").drawing) == []


def test_words_are_escaped_and_no_style_is_set() -> None:
    drawing = columns("Points", [Datum("<b>", 1)], of="Points", unit="Learners").drawing

    assert "&lt;b&gt;" in drawing
    assert "<b>" not in drawing
    assert "style" not in drawing


def test_with_many_columns_only_the_highest_has_its_number() -> None:
    drawing = columns("Days", [Datum(str(at), at, short="-") for at in range(28)], of="Day", unit="Answers").drawing

    assert re.findall(r'class="chart-value"[^>]*>(\d+)<', drawing) == ["27"]


def test_negative_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        columns("Points", [Datum("0", -1)], of="Points", unit="Learners")


@pytest.mark.parametrize(("value", "shown"), [(12, "12"), (0.5, "0.5"), (33.333, "33.3"), (0, "0")])
def test_numbers_are_short(value: float, shown: str) -> None:
    assert number(value) == shown
