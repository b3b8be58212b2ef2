"""Puts a history right after a key was corrected: entries, progress on the item and its schedule, for many learners.

A question's schedule follows from its entries in the order in which they were recorded. So it is followed anew, with
the corrected ratings: what a wrong key put on the schedule leaves it, and what came later moves from where it would
have been. Planning reads and decides; keeping writes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from quizapp.catalog.models import Item
from quizapp.progress.history import outcome_of, rating_of
from quizapp.progress.memory import Memory, Rating, after
from quizapp.progress.models import Answer, ItemProgress, Schedule
from quizapp.sittings.many_rows import update_rows
from quizapp.sittings.models import Problem, Response

Outcome = Answer.Outcome


@dataclass(frozen=True, kw_only=True)
class Rejudged:
    """A problem that was judged again."""

    problem_id: int
    learner_id: int
    revision_id: int
    ended_because: str
    ended_at: datetime
    rights: tuple[bool, ...]
    choices: tuple[str, ...]
    hint: bool
    """The hint was taken before the first answer."""
    hint_taken: bool
    credited: bool
    points: int
    enters: bool
    """It belongs into the history, whether or not it was entered until now."""


@dataclass(slots=True)
class _Entry:
    """An entry of the history, as far as a correction can touch it."""

    pk: int | None
    problem_id: int | None
    outcome: str
    rating: int | None
    points: int
    answered_at: datetime
    schedule_before: dict[str, Any] | None
    first: bool
    judged: Rejudged | None = None
    would_rate: Rating | None = None
    """The rating it carries wherever it moves a schedule."""

    @property
    def kept(self) -> tuple[Any, ...]:
        """What a correction can change."""
        return (self.outcome, self.points, self.rating, self.first, self.schedule_before)

    def judge(self, judged: Rejudged) -> None:
        self.judged = judged
        self.outcome = outcome_of(judged.ended_because, judged.rights, credited=judged.credited)
        self.points = judged.points
        self.would_rate = rating_of(judged.rights, hint=judged.hint, credited=judged.credited)


@dataclass(slots=True)
class _Branch:
    """A line of memories; a history has more than one where two learners turned out to be one."""

    old: Memory | None = None
    new: Memory | None = None


@dataclass(frozen=True, kw_only=True)
class Due:
    """When an item comes back, before and after; None where it does not."""

    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, kw_only=True)
class HistoryPlan:
    """What is to be written."""

    item: Item
    entries: list[Sequence[Any]] = field(default_factory=list)
    """Rows of changed entries: primary key, outcome, points, rating, first, schedule before."""
    new: list[Answer] = field(default_factory=list)
    progress: dict[int, dict[str, Any]] = field(default_factory=dict)
    """By learner."""
    schedules: dict[int, Memory | None] = field(default_factory=dict)
    """By learner; None leaves the schedule."""
    due: dict[int, Due] = field(default_factory=dict)
    """By learner, where the schedule changes."""


_ENTRY_FIELDS = ("outcome", "points", "rating", "first", "schedule_before")
_MEMORY_FIELDS = ("state", "step", "stability", "difficulty", "due_at", "reviewed_at", "reviews")
_PROGRESS_FIELDS = ("best_points", "right", "wrong", "last_answered_at", "last_was_right")


def plan(item: Item, rejudged: Iterable[Rejudged]) -> HistoryPlan:
    """What ``rejudged`` problems, all of ``item``, make of the histories of their learners; writes nothing."""
    judged: defaultdict[int, dict[int, Rejudged]] = defaultdict(dict)
    for each in rejudged:
        judged[each.learner_id][each.problem_id] = each
    histories = _histories(item, judged)
    schedules = _schedules(item, judged)
    planned = HistoryPlan(item=item)
    touched: dict[int, tuple[list[_Entry], list[tuple[Any, ...]]]] = {}
    for learner_id, problems in judged.items():
        entries = histories[learner_id]
        before = [entry.kept for entry in entries]
        if _rejudge(entries, problems):
            touched[learner_id] = (entries, before)
    _fill_ratings([entry for entries, _ in touched.values() for entry in entries])
    for learner_id, (entries, before) in touched.items():
        _follow(planned, learner_id, entries, schedules.get(learner_id))
        _note(planned, learner_id, entries, before)
    return planned


def keep(planned: HistoryPlan) -> None:
    """Write it; the caller holds the learners' rows."""
    item = planned.item
    update_rows(Answer, _ENTRY_FIELDS, planned.entries)
    Answer.objects.bulk_create(planned.new)
    _keep_progress(item, planned.progress)
    _keep_schedules(item, planned.schedules)


def _keep_progress(item: Item, progress: Mapping[int, Mapping[str, Any]]) -> None:
    there = dict(ItemProgress.objects.filter(item=item, learner__in=progress).values_list("learner_id", "pk"))
    rows = {learner_id: [row[name] for name in _PROGRESS_FIELDS] for learner_id, row in progress.items()}
    update_rows(ItemProgress, _PROGRESS_FIELDS, [(there[pk], *row) for pk, row in rows.items() if pk in there])
    new = {learner_id: row for learner_id, row in progress.items() if learner_id not in there}
    ItemProgress.objects.bulk_create(ItemProgress(learner_id=pk, item=item, **row) for pk, row in new.items())


def _keep_schedules(item: Item, memories: Mapping[int, Memory | None]) -> None:
    gone = [learner_id for learner_id, memory in memories.items() if memory is None]
    if gone:
        Schedule.objects.filter(item=item, learner__in=gone).delete()
    kept = {learner_id: memory for learner_id, memory in memories.items() if memory is not None}
    there = dict(Schedule.objects.filter(item=item, learner__in=kept).values_list("learner_id", "pk"))
    rows = {learner_id: {name: getattr(memory, name) for name in _MEMORY_FIELDS} for learner_id, memory in kept.items()}
    update_rows(Schedule, _MEMORY_FIELDS, [(there[pk], *row.values()) for pk, row in rows.items() if pk in there])
    new = {learner_id: row for learner_id, row in rows.items() if learner_id not in there}
    Schedule.objects.bulk_create(Schedule(learner_id=pk, item=item, type=item.type, **row) for pk, row in new.items())


def _schedules(item: Item, learner_ids: Collection[int]) -> dict[int, Memory]:
    rows = Schedule.objects.filter(learner__in=learner_ids, item=item).values_list("learner_id", *_MEMORY_FIELDS)
    return {learner_id: Memory(**dict(zip(_MEMORY_FIELDS, values, strict=True))) for learner_id, *values in rows}


def _histories(item: Item, learner_ids: Collection[int]) -> defaultdict[int, list[_Entry]]:
    """What each learner did with ``item`` and did not take back, in the order of recording."""
    rows = Answer.objects.filter(learner__in=learner_ids, item=item, part="", undone_at__isnull=True).exclude(
        outcome=Outcome.KEPT
    )
    found: defaultdict[int, list[_Entry]] = defaultdict(list)
    names = ("pk", "problem_id", "outcome", "rating", "points", "answered_at", "schedule_before", "first")
    for learner_id, *values in rows.order_by("pk").values_list("learner_id", *names):
        found[learner_id].append(_Entry(*values))
    return found


def _rejudge(entries: list[_Entry], problems: Mapping[int, Rejudged]) -> bool:
    """Judge the entries of ``problems`` anew and add those that are missing; whether there are any."""
    for entry in entries:
        if entry.problem_id is not None and entry.problem_id in problems:
            entry.judge(problems[entry.problem_id])
    entered = {entry.problem_id for entry in entries}
    for problem_id, judged in problems.items():
        if judged.enters and problem_id not in entered:
            entry = _Entry(None, problem_id, Outcome.UNSOLVED, None, 0, judged.ended_at, None, first=False)
            entry.judge(judged)
            entries.append(entry)
    return any(entry.judged is not None for entry in entries)


def _fill_ratings(entries: Iterable[_Entry]) -> None:
    """Say of every entry that was not judged anew what it would be rated."""
    unknown: list[_Entry] = []
    for entry in entries:
        if entry.judged is None and entry.rating is not None:
            entry.would_rate = Rating(entry.rating)
        elif entry.judged is None:
            unknown.append(entry)
    problem_ids = [entry.problem_id for entry in unknown]
    if not problem_ids:
        return
    rights: defaultdict[int, list[bool]] = defaultdict(list)
    given = Response.objects.filter(problem__in=problem_ids).order_by("number")
    for problem_id, right in given.values_list("problem_id", "right"):
        rights[problem_id].append(right)
    problems = {problem.pk: problem for problem in Problem.objects.filter(pk__in=problem_ids)}
    for entry in unknown:
        if entry.problem_id is not None:
            problem = problems[entry.problem_id]
            hint = problem.hint_at is not None
            entry.would_rate = rating_of(rights[problem.pk], hint=hint, credited=problem.credited)


def _follow(planned: HistoryPlan, learner_id: int, entries: Iterable[_Entry], schedule: Memory | None) -> None:
    """Let the schedule follow from ``entries`` as they are now judged."""
    branches = [_Branch()]
    for entry in entries:
        branch = _branch_of(entry, branches)
        rates = entry.would_rate
        before_was, before_is = branch.old, branch.new
        if entry.rating is not None:
            branch.old = after(before_was, Rating(entry.rating), entry.answered_at)
        moves = rates is not None and (before_is is not None or rates is Rating.AGAIN)
        if rates is not None and moves:
            same = before_is == before_was and rates == entry.rating
            branch.new = branch.old if same else after(before_is, rates, entry.answered_at)
        entry.rating = rates.value if rates is not None and moves else None
        entry.first = moves and before_is is None
        entry.schedule_before = before_is.to_dict() if moves and before_is is not None else None
    was = _reviewed_last(branch.old for branch in branches)
    now = _reviewed_last(branch.new for branch in branches)
    # Where the entries do not lead to the schedule that is there, they cannot say what it would have been.
    if _name(was) == _name(schedule) and now != was:
        planned.schedules[learner_id] = now
        planned.due[learner_id] = Due(
            before=schedule.due_at if schedule is not None else None, after=now.due_at if now is not None else None
        )


def _branch_of(entry: _Entry, branches: list[_Branch]) -> _Branch:
    """Where the entry was recorded; a new branch where another learner's history must have been joined to this one."""
    if entry.pk is None:
        return branches[-1]
    begins = entry.rating is None or entry.schedule_before is None
    before = None if begins or entry.schedule_before is None else Memory.from_dict(entry.schedule_before)
    for branch in reversed(branches):
        if _name(branch.old) == _name(before):
            return branch
    branches.append(_Branch(before, before))
    return branches[-1]


def _reviewed_last(memories: Iterable[Memory | None]) -> Memory | None:
    """Which of several memories is the learner's, as when two learners' schedules are joined."""
    return max((each for each in memories if each is not None), key=lambda each: each.reviewed_at, default=None)


def _name(memory: Memory | None) -> tuple[int, datetime] | None:
    """What tells one memory of an item from the next."""
    return (memory.reviews, memory.reviewed_at) if memory is not None else None


def _note(planned: HistoryPlan, learner_id: int, entries: list[_Entry], before: list[tuple[Any, ...]]) -> None:
    changed = [entry for entry, was in zip(entries, before, strict=False) if entry.kept != was]
    new = [entry for entry in entries if entry.pk is None]
    planned.entries.extend((entry.pk, *entry.kept) for entry in changed)
    planned.new.extend(_answer(planned.item, learner_id, entry) for entry in new)
    if any(entry.judged for entry in changed) or new:
        planned.progress[learner_id] = _progress(entries)


def _answer(item: Item, learner_id: int, entry: _Entry) -> Answer:
    judged = entry.judged
    assert judged is not None
    return Answer(
        learner_id=learner_id,
        item=item,
        type=item.type,
        revision_id=judged.revision_id,
        problem_id=entry.problem_id,
        said={"choices": list(judged.choices), "hint": judged.hint_taken},
        answered_at=entry.answered_at,
        **dict(zip(_ENTRY_FIELDS, entry.kept, strict=True)),
    )


def _progress(entries: list[_Entry]) -> dict[str, Any]:
    """How a learner stands with an item, as ``recount`` reads it from the rows."""
    last = max(enumerate(entries), key=lambda each: (each[1].answered_at, each[0]))[1]
    return {
        "best_points": max(entry.points for entry in entries),
        "right": sum(entry.outcome == Outcome.RIGHT for entry in entries),
        "wrong": sum(entry.outcome == Outcome.WRONG for entry in entries),
        "last_answered_at": last.answered_at,
        "last_was_right": last.outcome == Outcome.RIGHT,
    }
