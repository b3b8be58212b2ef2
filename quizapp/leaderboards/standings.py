"""Decides what of a learner stands on a challenge's boards, and keeps boards and buckets in step with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from quizapp.accounts.models import Group, Learner
from quizapp.leaderboards.models import Board, Bucket, Standing
from quizapp.leaderboards.ranking import ALL_TIME, iso_week
from quizapp.sittings.models import Sitting


@dataclass(frozen=True, kw_only=True)
class Counting:
    """What counts of a sitting: the problems whose keys do not rest on an author's word."""

    sitting: Sitting
    points: int
    ms: int
    finished_at: datetime


def counting_sitting(learner_id: int, mode_id: int | None) -> Sitting | None:
    """The first timed sitting the learner started, by server time; it alone may stand, whatever came of it."""
    return Sitting.objects.filter(learner=learner_id, mode=mode_id, timed=True).order_by("started_at", "pk").first()


def counting(sitting: Sitting) -> Counting | None:
    """What of ``sitting`` may stand: None while its total is not told, or where nothing in it counts."""
    if sitting.told_at is None or sitting.closed_at is None or not sitting.terms.counts or taken_before(sitting):
        return None
    problems = list(sitting.problems.filter(counts_on_board=True))
    if not problems:
        return None
    return Counting(
        sitting=sitting,
        points=sum(problem.points for problem in problems),
        ms=sum(problem.ms for problem in problems),
        finished_at=sitting.closed_at,
    )


def taken_before(sitting: Sitting) -> bool:
    """Whether the learner took the challenge without its clock first, and so knew the problems."""
    earlier = Sitting.objects.filter(learner=sitting.learner_id, mode=sitting.mode_id, timed=False)
    before = Q(started_at__lt=sitting.started_at) | Q(started_at=sitting.started_at, pk__lt=sitting.pk)
    return earlier.filter(before).exists()


@transaction.atomic
def settle(learner_id: int, mode_id: int) -> None:
    """Make the boards of a challenge say of a learner what its sittings say; doing so twice changes nothing.

    Guests stand on no board. Buckets are the rows that learners share; everybody changes them in one order, by
    challenge, board and points, so that learners who finish together wait for each other and never for good.
    """
    learner = Learner.objects.select_for_update(no_key=True).get(pk=learner_id)
    result = _result_of(learner, mode_id)
    boards = {board.pk for board in _boards_of(result.sitting)} if result is not None else set()
    before = {standing.board_id: standing for standing in Standing.objects.filter(learner=learner, board__mode=mode_id)}
    for board_id in sorted({*before, *boards}):
        if result is not None and board_id in boards:
            _stand(board_id, learner, result, before.get(board_id))
        else:
            before[board_id].delete()


def settle_sitting(sitting: Sitting, **_: Any) -> None:
    """Receiver of ``sitting_told`` and ``sitting_corrected``."""
    if sitting.mode_id is not None and sitting.timed:
        settle(sitting.learner_id, sitting.mode_id)


def settle_learner(learner: Learner, **_: Any) -> None:
    """Receiver of ``learner_signed_up``: what a guest had earned stands now."""
    for mode_id in _modes_of(learner):
        settle(learner.pk, mode_id)


def settle_merged(absorbed: Learner, into: Learner, **_: Any) -> None:
    """Receiver of ``learner_merged``; runs after that of sittings, which moved them."""
    for mode_id in sorted({*_modes_of(into), *_boards_modes(absorbed)}):
        settle(absorbed.pk, mode_id)
        settle(into.pk, mode_id)


def count_out(instance: Standing, **_: Any) -> None:
    """Receiver of ``post_delete``: however a standing went, its bucket holds one less."""
    _count_out(instance.board_id, instance.points)


def _modes_of(learner: Learner) -> list[int]:
    timed = Sitting.objects.filter(learner=learner, timed=True, mode__isnull=False)
    return sorted({mode_id for mode_id in timed.values_list("mode_id", flat=True) if mode_id is not None})


def _boards_modes(learner: Learner) -> list[int]:
    return list(Standing.objects.filter(learner=learner).values_list("board__mode_id", flat=True))


def _boards_of(sitting: Sitting) -> list[Board]:
    """Everybody's and the group's, for all time and for the week it started in; made where they are missing."""
    groups = sorted({Group.everyone().pk, sitting.group_id})
    periods = (ALL_TIME, iso_week(sitting.started_at))
    return [
        Board.objects.get_or_create(mode_id=sitting.mode_id, group_id=group_id, period=period)[0]
        for group_id in groups
        for period in periods
    ]


def _result_of(learner: Learner, mode_id: int) -> Counting | None:
    if learner.is_guest:
        return None
    first = counting_sitting(learner.pk, mode_id)
    return counting(first) if first is not None else None


def _stand(board_id: int, learner: Learner, result: Counting, before: Standing | None) -> None:
    fields = {
        "points": result.points,
        "ms": result.ms,
        "finished_at": result.finished_at,
        "sitting": result.sitting,
    }
    if before is None:
        Standing.objects.create(board_id=board_id, learner=learner, **fields)
        _count_in(board_id, result.points)
        return
    Standing.objects.filter(pk=before.pk).update(**fields)
    if result.points < before.points:
        _count_in(board_id, result.points)
        _count_out(board_id, before.points)
    elif result.points > before.points:
        _count_out(board_id, before.points)
        _count_in(board_id, result.points)


def _count_in(board_id: int, points: int) -> None:
    Bucket.objects.get_or_create(board_id=board_id, points=points, defaults={"standings": 0})
    Bucket.objects.filter(board_id=board_id, points=points).update(standings=F("standings") + 1)


def _count_out(board_id: int, points: int) -> None:
    # Nothing is made here: when a whole board is deleted its buckets may be gone before its standings.
    Bucket.objects.filter(board_id=board_id, points=points).update(standings=F("standings") - 1)
