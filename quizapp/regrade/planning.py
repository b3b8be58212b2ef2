"""Finds out what a corrected key changes, for a bounded number of learners at a time; reads, and writes nothing.

The dry run shows plans, the job keeps them: there is one way to a result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from quizapp.catalog.models import ItemRevision
from quizapp.leaderboards import correcting as leaderboards
from quizapp.leaderboards.correcting import Gain, Move
from quizapp.progress import awards
from quizapp.progress import correcting as history
from quizapp.progress.awards import AwardPlan
from quizapp.progress.correcting import HistoryPlan, Rejudged
from quizapp.regrade.rules import Given, Marks, marks_under, standing_marks
from quizapp.sittings import clock
from quizapp.sittings.closing import milliseconds
from quizapp.sittings.models import Problem, Response
from quizapp.sittings.policy import Reveal

SLICE: Final = 1000
"""How many problems one step looks at: what it may hold up is a fraction of a second."""


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """By what the answers to a revision are to be judged."""

    revision: ItemRevision
    key: str | None
    """None makes the question void."""
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """Some problems of a revision, by primary key."""

    last: int
    size: int
    learners: frozenset[int]
    """Who has a problem among them of which the ruling says otherwise, or a sitting that is open: it may be closing
    at this moment, without having seen the correction, so that whoever applies it has to wait for them too."""


@dataclass(slots=True, kw_only=True)
class Row:
    """One problem of a closed sitting, with what of the sitting matters."""

    pk: int
    sitting_id: int
    learner_id: int
    mode_id: int | None
    told: bool
    reveal: str
    sitting_points: int
    sitting_ms: int
    all_right: bool
    ended_because: str
    ended_at: datetime
    opened_at: datetime | None
    seconds: int | None
    hint_at: datetime | None
    counts_on_board: bool
    before: Marks
    responses: list[tuple[int, str, bool, datetime]]
    """Primary key, choice, right, when; first attempt first."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A problem of which the ruling says otherwise than what stands."""

    row: Row
    by_key: Marks
    after: Marks

    @property
    def kept(self) -> bool:
        return self.after == self.row.before

    @property
    def ended_because(self) -> str:
        """How the problem ends by what stands after; how it ended in a void question is left as it is."""
        if self.after.credited or self.row.ended_because == Problem.Ended.ANSWERED:
            return self.row.ended_because
        if self.after.right:
            return Problem.Ended.SOLVED
        solved = self.row.ended_because == Problem.Ended.SOLVED
        return Problem.Ended.EXHAUSTED if solved else self.row.ended_because


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a ruling changes for some learners."""

    ruling: Ruling
    judged: list[Judged] = field(default_factory=list)
    history: HistoryPlan
    moves: dict[int, list[Move]] = field(default_factory=dict)
    """By sitting."""
    awards: AwardPlan
    earned: frozenset[int] = frozenset()
    """Sittings in which all is right by now."""
    lost: frozenset[int] = frozenset()
    """Sittings in which all was right."""


def slices(ruling: Ruling, reached: int = 0, most: int = SLICE) -> Iterator[Slice]:
    """The problems after ``reached``, some at a time."""
    while (found := next_slice(ruling, reached, most)) is not None:
        yield found
        reached = found.last


def next_slice(ruling: Ruling, reached: int, most: int = SLICE) -> Slice | None:
    """The next problems after ``reached``; None when there are no more."""
    of_revision = Problem.objects.filter(revision=ruling.revision, pk__gt=reached).order_by("pk")
    ids = list(of_revision.values_list("pk", flat=True)[:most])
    if not ids:
        return None
    return Slice(ids[-1], len(ids), frozenset(_concerned(ruling, ids).values_list("sitting__learner_id", flat=True)))


def _judgeable() -> QuerySet[Problem]:
    """What was dropped counts as full for everyone, whatever the key."""
    return Problem.objects.exclude(ended_because=Problem.Ended.DROPPED)


def _concerned(ruling: Ruling, ids: Collection[int]) -> QuerySet[Problem]:
    problems, is_open = _judgeable().filter(pk__in=ids), Q(sitting__closed_at__isnull=True)
    if ruling.key is None:
        return problems.filter(is_open | Q(credited=False))
    otherwise = Q(right=True) & ~Q(choice=ruling.key) | Q(right=False, choice=ruling.key)
    judged_otherwise = Exists(Response.objects.filter(otherwise, problem=OuterRef("pk")))
    return problems.filter(is_open | Q(credited=True) | judged_otherwise)


def plan_for_learners(ruling: Ruling, learner_ids: Collection[int], done: Collection[int] = ()) -> Plan:
    """What ``ruling`` changes for these learners, without the problems ``done``."""
    closed = Q(sitting__learner__in=learner_ids, sitting__closed_at__isnull=False)
    return _plan(ruling, closed, done)


def plan_for_sitting(ruling: Ruling, sitting_id: int) -> Plan:
    """What ``ruling`` changes in one sitting that has just closed."""
    return _plan(ruling, Q(sitting=sitting_id), ())


def _plan(ruling: Ruling, which: Q, done: Collection[int]) -> Plan:
    judged = [each for row in _rows(ruling, which) if row.pk not in done and (each := _judge(row, ruling)) is not None]
    changed = [each for each in judged if not each.kept]
    earned, lost = _all_right(ruling, changed)
    gains = {
        each.row.sitting_id: Gain(each.after.points - each.row.before.points, each.after.ms - each.row.before.ms)
        for each in changed
        if each.row.counts_on_board
    }
    moves: defaultdict[int, list[Move]] = defaultdict(list)
    for move in leaderboards.plan(gains):
        moves[move.sitting_id].append(move)
    return Plan(
        ruling=ruling,
        judged=judged,
        history=history.plan(ruling.revision.item, _rejudged(ruling, changed)),
        moves=dict(moves),
        awards=awards.plan_awards(earned, lost),
        earned=frozenset(earned),
        lost=frozenset(lost),
    )


_ROW_FIELDS = (
    "sitting_id",
    "sitting__learner_id",
    "sitting__mode_id",
    "sitting__told_at",
    "sitting__terms_snapshot",
    "sitting__points",
    "sitting__ms",
    "sitting__all_right",
    "ended_because",
    "ended_at",
    "opened_at",
    "seconds",
    "hint_at",
    "counts_on_board",
    "points",
    "ms",
    "credited",
)


_NAMES: Final = {
    "sitting__learner_id": "learner_id",
    "sitting__mode_id": "mode_id",
    "sitting__points": "sitting_points",
    "sitting__ms": "sitting_ms",
    "sitting__all_right": "all_right",
}


def _rows(ruling: Ruling, which: Q) -> Iterable[Row]:
    problems = _judgeable().filter(which, revision=ruling.revision).order_by("pk")
    found = list(problems.values_list("pk", *_ROW_FIELDS))
    responses: defaultdict[int, list[tuple[int, str, bool, datetime]]] = defaultdict(list)
    given = Response.objects.filter(problem__in=[values[0] for values in found]).order_by("problem_id", "number")
    for problem_id, pk, choice, right, at in given.values_list("problem_id", "pk", "choice", "right", "answered_at"):
        responses[problem_id].append((pk, choice, right, at))
    return [_row(values, responses[values[0]]) for values in found]


def _row(values: Any, responses: list[tuple[int, str, bool, datetime]]) -> Row:
    named = dict(zip(("pk", *_ROW_FIELDS), values, strict=True))
    points, ms, credited = (named.pop(name) for name in ("points", "ms", "credited"))
    told_at, terms = named.pop("sitting__told_at"), named.pop("sitting__terms_snapshot")
    return Row(
        **{_NAMES.get(name, name): value for name, value in named.items()},
        told=told_at is not None,
        reveal=terms["reveal"],
        before=Marks(tuple(right for _, _, right, _ in responses), points, ms, credited),
        responses=responses,
    )


def _judge(row: Row, ruling: Ruling) -> Judged | None:
    """None where the ruling says what stands already."""
    by_key = marks_under(ruling.key, _given(row))
    if (by_key.rights, by_key.credited) == (row.before.rights, row.before.credited):
        return None
    return Judged(row, by_key, standing_marks(row.before, by_key, strict=ruling.strict))


def _given(row: Row) -> Given:
    lap = clock.Lap(seconds=row.seconds, opened_at=row.opened_at)
    return Given(
        choices=tuple(choice for _, choice, _, _ in row.responses),
        ms_at=tuple(milliseconds(clock.time_used(lap, at)) for _, _, _, at in row.responses),
        ms=milliseconds(clock.time_used(lap, row.ended_at)),
        hint_after=_hint_after(row),
    )


def _hint_after(row: Row) -> int | None:
    if row.hint_at is None:
        return None
    return sum(at < row.hint_at for _, _, _, at in row.responses)


def _all_right(ruling: Ruling, changed: Collection[Judged]) -> tuple[set[int], set[int]]:
    """The sittings in which everything is right by these changes, and those in which it no longer is."""
    lost = {each.row.sitting_id for each in changed if each.row.all_right and not each.after.right}
    mended = {each.row.sitting_id for each in changed if not each.row.all_right and each.after.right}
    if not mended:
        return set(), lost
    right = Exists(Response.objects.filter(problem=OuterRef("pk"), right=True))
    others = _judgeable().filter(~right, sitting__in=mended, credited=False).exclude(revision=ruling.revision)
    return mended - set(others.values_list("sitting_id", flat=True)), lost


def _rejudged(ruling: Ruling, changed: Iterable[Judged]) -> Iterator[Rejudged]:
    for each in changed:
        row = each.row
        hint_after = _hint_after(row)
        yield Rejudged(
            problem_id=row.pk,
            learner_id=row.learner_id,
            revision_id=ruling.revision.pk,
            ended_because=each.ended_because,
            ended_at=row.ended_at,
            rights=each.after.rights,
            choices=tuple(choice for _, choice, _, _ in row.responses),
            hint=hint_after == 0,
            hint_taken=row.hint_at is not None,
            credited=each.after.credited,
            points=each.after.points,
            enters=_enters(row, each.ended_because),
        )


def _enters(row: Row, ended_because: str) -> bool:
    if ended_because in {Problem.Ended.NOT, Problem.Ended.LEFT}:
        return False
    return row.reveal == Reveal.AT_ONCE or (row.reveal == Reveal.AT_CLOSE and row.told)
