"""What a board's page shows: the top, the learner and those around, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet, Sum

from quizapp.accounts.models import Group, Learner
from quizapp.catalog.models import Mode
from quizapp.leaderboards.models import Board, Bucket, Standing
from quizapp.leaderboards.ranking import ALL_TIME, Result, iso_week, rank
from quizapp.leaderboards.standings import counting, counting_sitting
from quizapp.sittings.models import Sitting

TOP: Final = 20
AROUND: Final = 5
"""How many are shown on each side of the learner."""
THIS_WEEK: Final = "week"
"""A name for the ISO week that is now."""

_ORDER: Final = ("-points", "ms", "finished_at", "id")
_REVERSE: Final = ("points", "-ms", "-finished_at", "-id")


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """One place on a board."""

    rank: int
    name: str
    points: int
    ms: int
    finished_at: datetime
    me: bool


@dataclass(frozen=True, kw_only=True)
class BoardPage:
    """A board as one learner sees it."""

    period: str
    total: int
    """How many stand on it."""
    top: tuple[BoardRow, ...]
    around: tuple[BoardRow, ...]
    """The learner among its neighbours; empty where the top shows them all, or the learner stands nowhere."""
    mine: BoardRow | None


def board_for(mode: Mode, period: str, group: Group, now: datetime) -> Board:
    """The board of a challenge for ``all``, ``week`` (this one) or an ISO week; unsaved where nobody stands yet."""
    named = iso_week(now) if period == THIS_WEEK else period
    found = Board.objects.filter(mode=mode, period=named, group=group).first()
    return found if found is not None else Board(mode=mode, period=named, group=group)


def page(board: Board, learner: Learner | None, now: datetime) -> BoardPage:
    """The board at this moment; nine queries at most, however many stand on it."""
    if board.pk is None:
        return BoardPage(period=board.period, total=0, top=(), around=(), mine=None)
    standings = Standing.objects.filter(board=board).select_related("learner")
    top = [_row(standing, place, learner) for place, standing in enumerate(standings.order_by(*_ORDER)[:TOP], 1)]
    mine = next((row for row in top if row.me), None)
    around: list[BoardRow] = []
    if learner is not None and len(top) == TOP and (mine is None or mine.rank > TOP - AROUND):
        around = _around(standings, learner)
        mine = next((row for row in around if row.me), None)
    total = len(top) if len(top) < TOP else _sum(Bucket.objects.filter(board=board))
    return BoardPage(period=board.period, total=total, top=tuple(top), around=tuple(around), mine=mine)


def rank_of(sitting: Sitting) -> int | None:
    """The place ``sitting`` has among everybody for all time, if it stands there."""
    everyone = Standing.objects.filter(sitting=sitting, board__period=ALL_TIME, board__group__is_everyone=True)
    standing = everyone.first()
    return _rank(standing.board_id, _result(standing)) if standing is not None else None


def would_be_rank(sitting: Sitting) -> int | None:
    """The place a guest's sitting would have among everybody for all time, if it would stand there."""
    first = counting_sitting(sitting.learner_id, sitting.mode_id)
    result = counting(sitting) if first == sitting else None
    if result is None:
        return None
    board = Board.objects.filter(mode=sitting.mode_id, period=ALL_TIME, group__is_everyone=True).first()
    if board is None:
        return 1
    # Behind everybody with exactly the same: whoever stands there already came first.
    newest = Standing.objects.filter(board=board).order_by("-pk").values_list("pk", flat=True).first() or 0
    return _rank(board.pk, Result(result.points, result.ms, result.finished_at, newest + 1))


def _rank(board_id: int, mine: Result) -> int:
    same = Standing.objects.filter(board=board_id, points=mine.points)
    return rank(
        with_more_points=_sum(Bucket.objects.filter(board=board_id, points__gt=mine.points)),
        ahead_with_the_same=same.filter(_faster(mine)).count(),
    )


def _sum(buckets: QuerySet[Bucket]) -> int:
    return int(buckets.aggregate(total=Sum("standings"))["total"] or 0)


def _around(standings: QuerySet[Standing], learner: Learner) -> list[BoardRow]:
    mine = standings.filter(learner=learner).first()
    if mine is None:
        return []
    result = _result(mine)
    my_rank = _rank(mine.board_id, result)
    same, more, less = (standings.filter(**{name: mine.points}) for name in ("points", "points__gt", "points__lt"))
    above = _nearest(same.filter(_faster(result)), more, _REVERSE)[::-1]
    below = _nearest(same.filter(_slower(result)), less, _ORDER)
    neighbours = [*above, mine, *below]
    return [_row(standing, place, learner) for place, standing in enumerate(neighbours, my_rank - len(above))]


def _nearest(same: QuerySet[Standing], others: QuerySet[Standing], order: tuple[str, ...]) -> list[Standing]:
    # Two ranges of the index instead of one condition with OR, which would walk through half the board.
    found = list(same.order_by(*order)[:AROUND])
    return [*found, *others.order_by(*order)[: AROUND - len(found)]]


def _faster(result: Result) -> Q:
    """Ahead among those with the same points."""
    same_time = Q(ms=result.ms)
    earlier = Q(finished_at__lt=result.finished_at) | Q(finished_at=result.finished_at, id__lt=result.id)
    return Q(ms__lte=result.ms) & (Q(ms__lt=result.ms) | same_time & earlier)


def _slower(result: Result) -> Q:
    """Behind among those with the same points."""
    same_time = Q(ms=result.ms)
    later = Q(finished_at__gt=result.finished_at) | Q(finished_at=result.finished_at, id__gt=result.id)
    return Q(ms__gte=result.ms) & (Q(ms__gt=result.ms) | same_time & later)


def _result(standing: Standing) -> Result:
    return Result(standing.points, standing.ms, standing.finished_at, standing.pk)


def _row(standing: Standing, place: int, learner: Learner | None) -> BoardRow:
    return BoardRow(
        rank=place,
        name=standing.learner.public_name,
        points=standing.points,
        ms=standing.ms,
        finished_at=standing.finished_at,
        me=learner is not None and standing.learner_id == learner.pk,
    )
