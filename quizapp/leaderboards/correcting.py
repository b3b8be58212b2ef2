"""Lets standings say what their sittings say after a key was corrected, for many learners at once.

Which sitting stands, and since when, a key does not decide; so points and time of standings change and nothing else.
Planning reads; keeping writes, in the order in which everybody changes buckets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F

from quizapp.leaderboards.models import Bucket, Standing
from quizapp.sittings.many_rows import update_rows


@dataclass(frozen=True, slots=True)
class Gain:
    """By how much what counts of a sitting changes; either may be less than nothing."""

    points: int
    ms: int


@dataclass(frozen=True, slots=True)
class Move:
    """A standing before and after."""

    standing_id: int
    sitting_id: int
    mode_id: int
    board_id: int
    before: int
    """Points, as is ``after``."""
    after: int
    ms: int


def plan(gains: Mapping[int, Gain]) -> list[Move]:
    """What ``gains``, by sitting, make of the standings that rest on them; writes nothing."""
    rows = Standing.objects.filter(sitting__in=gains)
    names = ("pk", "sitting_id", "board__mode_id", "board_id", "points", "ms")
    return [
        Move(pk, sitting_id, mode_id, board_id, points, points + gains[sitting_id].points, ms + gains[sitting_id].ms)
        for pk, sitting_id, mode_id, board_id, points, ms in rows.values_list(*names)
    ]


def keep(moves: Iterable[Move]) -> None:
    """Write standings and buckets; the caller holds the learners' rows."""
    moves = list(moves)
    update_rows(Standing, ("points", "ms"), [(move.standing_id, move.after, move.ms) for move in moves])
    for (_, board_id, points), change in sorted(bucket_changes(moves).items()):
        bucket, _ = Bucket.objects.get_or_create(board_id=board_id, points=points, defaults={"standings": 0})
        Bucket.objects.filter(pk=bucket.pk).update(standings=F("standings") + change)


def bucket_changes(moves: Iterable[Move]) -> dict[tuple[int, int, int], int]:
    """How many more have the same points, by challenge, board and points."""
    changes: Counter[tuple[int, int, int]] = Counter()
    for move in moves:
        changes[move.mode_id, move.board_id, move.before] -= 1
        changes[move.mode_id, move.board_id, move.after] += 1
    return {where: change for where, change in changes.items() if change}
