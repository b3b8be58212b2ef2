"""Keeps a plan: answers, sittings, history, standings and badges, with a record of each change, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from quizapp.leaderboards import correcting as leaderboards
from quizapp.progress import awards
from quizapp.progress import correcting as history
from quizapp.regrade.models import Change, Regrade
from quizapp.regrade.planning import Judged, Plan
from quizapp.sittings.many_rows import insert_rows, update_rows
from quizapp.sittings.models import Problem, Response, Sitting


def keep(plan: Plan, regrade: Regrade, now: datetime) -> None:
    """Write it; the caller holds the learners' rows, and the transaction.

    Buckets, which learners share, come last, so that others wait for them as short as possible.
    """
    changed = [each for each in plan.judged if not each.kept]
    _keep_answers(changed)
    _keep_sittings(plan, changed)
    history.keep(plan.history)
    awards.keep_awards(plan.awards)
    _keep_record(plan, regrade, now)
    leaderboards.keep(move for moves in plan.moves.values() for move in moves)


def _keep_answers(changed: Iterable[Judged]) -> None:
    turned: dict[bool, list[int]] = {True: [], False: []}
    for each in changed:
        for (pk, _, was, _), right in zip(each.row.responses, each.after.rights, strict=True):
            if right != was:
                turned[right].append(pk)
    for right, pks in turned.items():
        Response.objects.filter(pk__in=pks).update(right=right)
    update_rows(
        Problem,
        ("points", "ms", "credited", "ended_because"),
        [(each.row.pk, each.after.points, each.after.ms, each.after.credited, each.ended_because) for each in changed],
    )


def _keep_sittings(plan: Plan, changed: Iterable[Judged]) -> None:
    """Sums as they are with the changes; a sitting has one problem of a revision."""
    Sitting.objects.filter(pk__in=plan.earned).update(all_right=True)
    Sitting.objects.filter(pk__in=plan.lost).update(all_right=False)
    update_rows(
        Sitting,
        ("points", "ms"),
        [
            (each.row.sitting_id, _total(each), each.row.sitting_ms + each.after.ms - each.row.before.ms)
            for each in changed
        ],
    )


def changes(plan: Plan, now: datetime) -> list[Change]:
    """The record of ``plan`` as the dry run shows it: not saved, and of no regrade."""
    return [Change(made_at=now, **told) for told in _records(plan)]


def _keep_record(plan: Plan, regrade: Regrade, now: datetime) -> None:
    fixed = {"regrade_id": regrade.pk, "made_at": now, "seen_at": None}
    rows = [fixed | told for told in _records(plan)]
    if rows:
        insert_rows(Change, list(rows[0]), [list(row.values()) for row in rows])


def _records(plan: Plan) -> Iterator[dict[str, Any]]:
    badges = {award.sitting_id: (Change.Badge.GIVEN, award.name) for award in plan.awards.given}
    badges |= {award.sitting_id: (Change.Badge.TAKEN, award.name) for award in plan.awards.taken}
    for each in plan.judged:
        yield _told(each, plan, *badges.get(each.row.sitting_id, (Change.Badge.SAME, "")))


def _told(each: Judged, plan: Plan, badge: Change.Badge, badge_name: str) -> dict[str, Any]:
    row = each.row
    # All boards a sitting stands on say the same of it.
    move = next(iter(plan.moves.get(row.sitting_id, ())), None)
    due = None if each.kept else plan.history.due.get(row.learner_id)
    return {
        "learner_id": row.learner_id,
        "problem_id": row.pk,
        "kept": each.kept,
        "right_before": row.before.right,
        "right_after": each.after.right,
        "points_before": row.before.points,
        "points_after": each.after.points,
        "total_before": row.sitting_points,
        "total_after": _total(each),
        "board_before": move.before if move is not None else None,
        "board_after": move.after if move is not None else None,
        "due_before": due.before if due is not None else None,
        "due_after": due.after if due is not None else None,
        "badge": badge,
        "badge_name": badge_name,
    }


def _total(each: Judged) -> int:
    return each.row.sitting_points + each.after.points - each.row.before.points
