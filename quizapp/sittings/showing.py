"""What of a sitting may be shown at a moment: the only way pages and answers get at content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from quizapp.catalog.content import Question
from quizapp.catalog.keys import KeyInForce, keys_in_force
from quizapp.evidence.behind import NOTHING, Behind, behind_of
from quizapp.sittings import clock, revealing
from quizapp.sittings.closing import milliseconds
from quizapp.sittings.models import Problem, Response, Sitting
from quizapp.sittings.policy import PolicyTerms
from quizapp.sittings.rows import Rows, load
from quizapp.sittings.scoring import RULE
from quizapp.sittings.sealing import KEPT_BACK, sealed_for
from quizapp.sittings.shuffling import shown_order
from quizapp.sittings.solution import (
    ChoiceShown,
    Revealed,
    SnippetShown,
    choices_shown,
    slips_shown,
    snippet_shown,
    solution_told,
)


@dataclass(frozen=True, kw_only=True)
class ProblemShown:
    """One problem as its learner may see it now."""

    position: int
    kind: str
    title: str
    level: str
    sealed: bool
    """Something else keeps it back just now; nothing is shown of it, not even its title."""
    seconds: int | None
    """Length of its clock; None without one."""
    opened: bool
    ended: bool
    running: bool
    """It was opened and takes answers."""
    ended_because: str
    """A value of ``Problem.Ended``; empty until it ended."""
    deadline: datetime | None
    remaining_ms: int | None
    attempts_made: int
    attempts_left: int
    stem: str | None
    """None until the problem was opened, as are snippet and choices."""
    snippet: SnippetShown | None
    choices: tuple[ChoiceShown, ...]
    hint_offered: bool
    """The hint may be taken now."""
    hint_taken: bool
    hint: str | None
    ms: int
    """Time used; of an ended problem."""
    costs: bool
    """Giving up forgoes something: points, or a result that is told later."""
    points: int | None
    """None until the problem ended and the terms let it be known."""
    max_points: int
    counts_on_board: bool
    revision_id: int
    revealed: Revealed | None


@dataclass(frozen=True, kw_only=True)
class SittingShown:
    """A sitting as its learner may see it now."""

    public_id: str
    at: datetime
    started_at: datetime
    timed: bool
    """Each problem has a clock of its own."""
    scored: bool
    """Points are to be won."""
    attempts: int
    hints: bool
    reveal: str
    over: bool
    over_at: datetime | None
    closed_because: str
    """A value of ``Sitting.Closed``; empty while it is open."""
    problems: tuple[ProblemShown, ...]
    decided: int
    running_position: int | None
    next_position: int | None
    """The first problem that is neither ended nor opened."""
    points: int | None
    """So far while it is open; None while the terms keep it back."""
    max_points: int
    ms: int
    all_right: bool | None
    """None until it is over and the terms let it be known."""


@dataclass(frozen=True)
class _End:
    """How a problem or sitting ended, written down or not."""

    at: datetime
    because: str


def sitting_shown(sitting: Sitting, now: datetime) -> SittingShown:
    """What the learner of ``sitting`` may see at ``now``; right before a sweep wrote it down, and writes nothing."""
    rows = load(sitting)
    over = _sitting_end(rows, now)
    ends = {problem.pk: _problem_end(rows, problem, over, now) for problem in rows.problems}
    sealed = sealed_for(sitting, now)
    revealed = [
        problem
        for problem in rows.problems
        if problem.revision.item_id not in sealed and _is_revealed(rows, ends[problem.pk], over, now)
    ]
    keys = keys_in_force([problem.revision for problem in revealed]) if revealed else {}
    behind = behind_of([problem.revision for problem in revealed])
    problems = tuple(
        _problem_shown(
            rows,
            problem,
            ends[problem.pk],
            keys.get(problem.revision_id),
            behind.get(problem.revision_id, NOTHING),
            sealed=problem.revision.item_id in sealed,
            now=now,
        )
        for problem in rows.problems
    )
    # A total would tell of what is sealed.
    whole = not any(problem.sealed for problem in problems)
    told = whole and revealing.totals_told(sitting.terms, sitting_over=over is not None, now=now)
    may_sum = told or (whole and revealing.verdicts_told(sitting.terms))
    terms = sitting.terms
    return SittingShown(
        public_id=str(sitting.public_id),
        at=now,
        started_at=sitting.started_at,
        timed=sitting.timed,
        scored=sitting.timed or terms.counts,
        attempts=terms.attempts,
        hints=terms.hints,
        reveal=terms.reveal.value,
        over=over is not None,
        over_at=over.at if over else None,
        closed_because=over.because if over else "",
        problems=problems,
        decided=sum(problem.ended for problem in problems),
        running_position=next((problem.position for problem in problems if problem.running), None),
        next_position=next((shown.position for shown in problems if not shown.ended and not shown.opened), None),
        points=sum(problem.points for problem in rows.problems) if may_sum else None,
        max_points=RULE.full * len(problems),
        ms=sum(problem.ms for problem in problems),
        all_right=all(rows.was_right(problem) for problem in rows.problems) if told else None,
    )


def is_revealed(sitting: Sitting, problem_id: int, now: datetime) -> bool:
    """Whether the learner of ``sitting`` was told the key of one of its problems; two queries."""
    rows = load(sitting)
    over = _sitting_end(rows, now)
    problem = next(problem for problem in rows.problems if problem.pk == problem_id)
    return _is_revealed(rows, _problem_end(rows, problem, over, now), over, now)


def _sitting_end(rows: Rows, now: datetime) -> _End | None:
    sitting = rows.sitting
    if sitting.closed_at is not None:
        return _End(sitting.closed_at, sitting.closed_because)
    over = clock.is_over(rows.course(), now)
    return _End(over.at, over.because.value) if over else None


def _problem_end(rows: Rows, problem: Problem, over: _End | None, now: datetime) -> _End | None:
    if problem.ended_at is not None:
        return _End(problem.ended_at, problem.ended_because)
    timed_out = clock.timed_out_at(rows.lap(problem), now, rows.sitting.terms.closes_at)
    if timed_out is not None:
        return _End(timed_out, Problem.Ended.TIMED_OUT)
    return _End(over.at, Problem.Ended.LEFT) if over else None


def _is_revealed(rows: Rows, end: _End | None, over: _End | None, now: datetime) -> bool:
    terms = rows.sitting.terms
    if end is not None and end.because == Problem.Ended.DROPPED:
        return False  # what it would say does not hold
    return revealing.key_told(terms, problem_ended=end is not None, sitting_over=over is not None, now=now)


def _problem_shown(
    rows: Rows,
    problem: Problem,
    end: _End | None,
    key: KeyInForce | None,
    behind: Behind,
    *,
    sealed: bool,
    now: datetime,
) -> ProblemShown:
    terms, question, given = rows.sitting.terms, problem.revision.question, rows.responses[problem.pk]
    lap = rows.lap(problem)
    # An unopened problem of a sitting that is over is shown whole only where the key is told too.
    visible = not sealed and (problem.opened_at is not None or key is not None)
    opened = problem.opened_at is not None
    running = opened and end is None
    dropped = end is not None and end.because == Problem.Ended.DROPPED
    left = clock.remaining(lap, now, terms.closes_at) if running else None
    return ProblemShown(
        position=problem.position,
        kind=question.kind.value,
        title=str(KEPT_BACK) if sealed else question.title,
        level=question.level.value,
        sealed=sealed,
        seconds=problem.seconds,
        opened=opened,
        ended=end is not None,
        running=running,
        ended_because=end.because if end else "",
        deadline=clock.deadline(lap, terms.closes_at) if running else None,
        remaining_ms=milliseconds(left) if left is not None else None,
        attempts_made=len(given),
        attempts_left=max(terms.attempts - len(given), 0) if end is None else 0,
        stem=question.stem if visible else None,
        snippet=snippet_shown(question) if visible else None,
        choices=_choices_shown(rows, problem, question, terms, given) if visible else (),
        hint_offered=running and not sealed and terms.hints and problem.hint_at is None,
        hint_taken=problem.hint_at is not None,
        hint=question.hint if visible and (problem.hint_at is not None or key is not None) else None,
        ms=0 if dropped else _ms(problem, lap, end),
        costs=problem.seconds is not None or terms.counts or not revealing.verdicts_told(terms),
        points=problem.points if dropped or (end is not None and key is not None) else None,
        max_points=RULE.full,
        counts_on_board=problem.counts_on_board,
        revision_id=problem.revision_id,
        revealed=_revealed(rows, problem, question, key, behind) if key is not None else None,
    )


def _ms(problem: Problem, lap: clock.Lap, end: _End | None) -> int:
    if end is None:
        return 0
    # Once it is written down that counts: a corrected key may have given time back.
    return problem.ms if problem.ended_at is not None else milliseconds(clock.time_used(lap, end.at))


def _choices_shown(
    rows: Rows, problem: Problem, question: Question, terms: PolicyTerms, given: list[Response]
) -> tuple[ChoiceShown, ...]:
    told = revealing.verdicts_told(terms)
    return choices_shown(
        shown_order(question, rows.sitting.seed, problem.position),
        chosen={response.choice for response in given},
        crossed_out={response.choice for response in given if told and not response.right},
        reasons=revealing.reasons_told(terms),
    )


def _revealed(rows: Rows, problem: Problem, question: Question, key: KeyInForce, behind: Behind) -> Revealed:
    order = shown_order(question, rows.sitting.seed, problem.position)
    taken = [response.choice for response in rows.responses[problem.pk]]
    return solution_told(
        problem.revision,
        order,
        key,
        behind,
        right=rows.was_right(problem),
        chose_key=key.choice_id in taken,
        slips=slips_shown(order, taken, key, behind.found),
        own_pages=True,
    )
