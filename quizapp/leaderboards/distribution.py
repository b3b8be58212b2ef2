"""How the points on a board are distributed, as a chart."""

from __future__ import annotations

from collections import Counter
from typing import Final

from django.utils.translation import gettext

from quizapp.leaderboards.models import Board, Bucket
from quizapp.web.charts.chart import Chart, Datum
from quizapp.web.charts.columns import columns

WIDTH: Final = 100
"""Of a column, in points: what one problem is worth."""
FEWEST: Final = 5
"""With fewer results a distribution says more about people than about the challenge."""


def distribution(board: Board, mine: int | None) -> Chart | None:
    """Learners by points, the column with ``mine`` points marked; None where too few stand on the board."""
    if board.pk is None:
        return None
    counts: Counter[int] = Counter()
    for points, standings in Bucket.objects.filter(board=board).values_list("points", "standings"):
        counts[points // WIDTH] += standings
    if counts.total() < FEWEST:
        return None
    own = None if mine is None else mine // WIDTH
    data = [
        Datum(
            label=_label(at, mine=at == own),
            value=counts[at],
            tone="me" if at == own else "",
            short=str(at * WIDTH),
        )
        for at in range(max(counts) + 1)
    ]
    return columns(gettext("How the points are distributed"), data, of=gettext("Points"), unit=gettext("Learners"))


def _label(at: int, *, mine: bool) -> str:
    span = gettext("%(from)s to %(to)s") % {"from": at * WIDTH, "to": (at + 1) * WIDTH - 1}
    return gettext("%(span)s, you among them") % {"span": span} if mine else span
