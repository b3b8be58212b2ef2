"""The dry run: the rows a regrade would write, and their sums, from the same plans and without writing anything."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils import timezone

from quizapp.accounts.models import Learner
from quizapp.regrade.applying import changes
from quizapp.regrade.models import Change, Regrade
from quizapp.regrade.planning import SLICE, Ruling, plan_for_learners, slices
from quizapp.sittings.models import Problem, Sitting

LISTED: Final = 200
"""Rows on the page; the CSV has all."""
LOOKED_AT: Final = 20_000
"""Problems a page looks at, which takes about three seconds; the CSV, which is streamed, looks at all."""

COLUMNS: Final = (
    "learner",
    "sitting",
    "problem",
    "result",
    "right_before",
    "right_after",
    "points_before",
    "points_after",
    "sitting_points_before",
    "sitting_points_after",
    "board_points_before",
    "board_points_after",
    "badge",
    "badge_name",
    "due_before",
    "due_after",
)


@dataclass(kw_only=True)
class DryRun:
    """What a correction would change."""

    problems: int
    """How many were looked at, in closed sittings and open ones."""
    whole: bool
    """Those are all there are."""
    open_sittings: int
    """They are corrected when they close, and not counted here."""
    learners: int = 0
    up: int = 0
    """Problems that earn more, or are right by now."""
    down: int = 0
    kept: int = 0
    """Problems whose learners keep what the old key gave."""
    badges_given: int = 0
    badges_taken: int = 0
    standings: int = 0
    """Sittings that stand on boards with other points."""
    schedules: int = 0
    """Learners to whom the question comes back at another time, or no longer, or only now."""
    rows: list[Change] = field(default_factory=list)
    """The first of them, with learner, problem and sitting."""


def dry_run(ruling: Ruling, *, at_most: int = LOOKED_AT) -> DryRun:
    """Sums over the problems looked at, and the first rows."""
    of_revision = Problem.objects.filter(revision=ruling.revision)
    total = of_revision.count()
    found = DryRun(
        problems=min(total, at_most),
        whole=total <= at_most,
        open_sittings=Sitting.objects.filter(problems__revision=ruling.revision, closed_at__isnull=True).count(),
    )
    learners, scheduled = set[int](), set[int]()
    for change in _changes(ruling, at_most):
        learners.add(change.learner_id)
        if change.due_before != change.due_after:
            scheduled.add(change.learner_id)
        _count(found, change)
        if len(found.rows) < LISTED:
            found.rows.append(change)
    found.learners, found.schedules = len(learners), len(scheduled)
    _join(found.rows)
    return found


def csv_lines(ruling: Ruling) -> Iterator[str]:
    """Every change as a line of CSV, after a line of headings."""
    writer = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    batch: list[Change] = []
    for change in _changes(ruling, None):
        batch.append(change)
        if len(batch) == LISTED:
            yield from _written(writer, batch)
            batch = []
    yield from _written(writer, batch)


def csv_of_record(regrade: Regrade) -> Iterator[str]:
    """Every change that was made, in the same shape."""
    writer = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    rows = regrade.changes.order_by("pk").select_related("learner", "problem__sitting")
    for change in rows.iterator(chunk_size=LISTED):
        yield writer.writerow(_cells(change))


def _written(writer: Any, batch: list[Change]) -> Iterator[str]:
    _join(batch)
    for change in batch:
        yield writer.writerow(_cells(change))


def _changes(ruling: Ruling, at_most: int | None) -> Iterator[Change]:
    """The rows, learner by learner; one with several sittings is planned with all of them, once."""
    now, seen, looked_at = timezone.now(), set[int](), 0
    for found in slices(ruling, most=SLICE if at_most is None else min(SLICE, at_most)):
        new = found.learners - seen
        seen |= new
        if new:
            yield from changes(plan_for_learners(ruling, new), now)
        looked_at += found.size
        if at_most is not None and looked_at >= at_most:
            return


def _join(rows: list[Change]) -> None:
    """Fetch learners and problems with their sittings for ``rows``, in two queries."""
    learners = Learner.objects.in_bulk({row.learner_id for row in rows})
    problems = Problem.objects.select_related("sitting").in_bulk({row.problem_id for row in rows})
    for row in rows:
        row.learner, row.problem = learners[row.learner_id], problems[row.problem_id]


def _count(found: DryRun, change: Change) -> None:
    found.kept += change.result == "kept"
    found.up += change.result == "up"
    found.down += change.result == "down"
    found.badges_given += change.badge == Change.Badge.GIVEN
    found.badges_taken += change.badge == Change.Badge.TAKEN
    found.standings += change.board_before != change.board_after


def _cells(change: Change) -> tuple[Any, ...]:
    sitting = change.problem.sitting
    return (
        _name(change.learner.public_name),
        sitting.public_id,
        change.problem.position,
        change.result,
        _yes(change.right_before),
        _yes(change.right_after),
        change.points_before,
        change.points_after,
        change.total_before,
        change.total_after,
        change.board_before,
        change.board_after,
        change.badge,
        change.badge_name,
        change.due_before.isoformat() if change.due_before else "",
        change.due_after.isoformat() if change.due_after else "",
    )


def _name(text: str) -> str:
    """A name a spreadsheet takes for a formula gets a mark before it that makes it text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"


class _Line:
    """What ``csv`` writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line
