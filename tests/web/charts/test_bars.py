from __future__ import annotations

import re

from quizapp.web.charts.bars import WIDTH, bars
from quizapp.web.charts.chart import Datum


def test_lengths_are_shares_of_the_whole_and_said_beside_them() -> None:
    chart = bars("First answers", [Datum("A", 1), Datum("B", 3, "right")], of="Choice", unit="Answers")

    assert re.findall(r'chart-bar[^>]*? width="([\d.]+)"', chart.drawing) == [str(WIDTH // 4), str(WIDTH * 3 // 4)]
    assert "1 (25%)" in chart.drawing
    assert "chart-right" in chart.drawing


def test_no_answers_are_bars_without_length() -> None:
    chart = bars("First answers", [Datum("A", 0)], of="Choice", unit="Answers")

    assert re.findall(r'chart-bar[^>]*? width="([\d.]+)"', chart.drawing) == ["0"]
