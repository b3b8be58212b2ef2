"""What of a sitting may be shown at a moment: the only way pages and answers get at content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from quizapp.catalog.content import Explanation, Origin, Question
from quizapp.catalog.keys import KeyInForce, keys_in_force
from quizapp.catalog.models import ItemRevision
from quizapp.evidence.behind import NOTHING, Behind, Proof, behind_of
from quizapp.evidence.explanations import Found
from quizapp.evidence.unified_diff import DiffLine, lines_of
from quizapp.evidence.wording import named, said
from quizapp.sittings import clock, revealing
from quizapp.sittings.closing import milliseconds
from quizapp.sittings.models import Problem, Response, Sitting
from quizapp.sittings.policy import PolicyTerms
from quizapp.sittings.rows import Rows, load
from quizapp.sittings.scoring import RULE
from quizapp.sittings.shuffling import shown_order


@dataclass(frozen=True, kw_only=True)
class SnippetShown:
    """Code that belongs to a problem."""

    source: str
    runtime: str
    device: str


@dataclass(frozen=True, kw_only=True)
class ChoiceShown:
    """One option under the letter it has in this sitting."""

    id: str
    letter: str
    text: str | None
    code: str | None
    chosen: bool
    """It was an answer of this learner."""
    crossed_out: bool
    """It was answered and is wrong; told only where the terms call answers wrong at once."""
    rationale: str | None
    """Why a crossed-out choice is wrong; before the problem ended only where nothing is to be won."""


@dataclass(frozen=True, kw_only=True)
class RationaleShown:
    """Why one choice is the answer or is not."""

    choice_id: str
    letter: str
    is_key: bool
    text: str


@dataclass(frozen=True, kw_only=True)
class SlipShown:
    """What this learner may have done: the slip that prints a wrong choice they took."""

    choice_id: str
    letter: str
    sentence: str
    diff: tuple[DiffLine, ...]
    output: str
    exception: str
    """Type of the exception it ends with; empty without one."""


@dataclass(frozen=True, kw_only=True)
class Revealed:
    """What is told once a problem takes no more answers and the terms allow it."""

    right: bool
    void: bool
    """The question was withdrawn; every answer counts as right."""
    corrected: bool
    """The key that is told is not the one the question came with."""
    chose_key: bool
    """The learner answered with the key that is told."""
    key_id: str | None
    key_letter: str | None
    rationales: tuple[RationaleShown, ...]
    """In the order of the choices."""
    steps: tuple[str, ...]
    final_answer: str
    quick_check: str
    mnemonic: str | None
    origin: Origin | None
    """Whose the question is, where it was taken over."""
    from_run: bool
    """The explanation was made from a run, and accepted by an author; else an author wrote it."""
    slips: tuple[SlipShown, ...]
    """Of wrong choices that were taken, those with a slip that an author approved, in the order of the attempts."""
    slug: str
    """The item's, which names its own pages."""
    has_trace: bool
    has_what_if: bool
    proof: Proof | None
    """The newest run here that proved the key; None where nothing was run, or on an author's word alone."""
    elsewhere: Proof | None
    """A proof by another installation, which came with the pack."""
    on_word: bool
    word_reason: str
    """Why an author's word had to do."""


@dataclass(frozen=True, kw_only=True)
class ProblemShown:
    """One problem as its learner may see it now."""

    position: int
    kind: str
    title: str
    level: str
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
    revealed = [problem for problem in rows.problems if _is_revealed(rows, ends[problem.pk], over, now)]
    keys = keys_in_force([problem.revision for problem in revealed]) if revealed else {}
    behind = behind_of([problem.revision for problem in revealed])
    problems = tuple(
        _problem_shown(
            rows,
            problem,
            ends[problem.pk],
            keys.get(problem.revision_id),
            behind.get(problem.revision_id, NOTHING),
            now=now,
        )
        for problem in rows.problems
    )
    told = revealing.totals_told(sitting.terms, sitting_over=over is not None, now=now)
    may_sum = told or revealing.verdicts_told(sitting.terms)
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
    rows: Rows, problem: Problem, end: _End | None, key: KeyInForce | None, behind: Behind, *, now: datetime
) -> ProblemShown:
    terms, question, given = rows.sitting.terms, problem.revision.question, rows.responses[problem.pk]
    lap = rows.lap(problem)
    # An unopened problem of a sitting that is over is shown whole only where the key is told too.
    visible = problem.opened_at is not None or key is not None
    opened = problem.opened_at is not None
    running = opened and end is None
    dropped = end is not None and end.because == Problem.Ended.DROPPED
    left = clock.remaining(lap, now, terms.closes_at) if running else None
    return ProblemShown(
        position=problem.position,
        kind=question.kind.value,
        title=question.title,
        level=question.level.value,
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
        snippet=_snippet_shown(question) if visible else None,
        choices=_choices_shown(rows, problem, question, terms, given) if visible else (),
        hint_offered=running and terms.hints and problem.hint_at is None,
        hint_taken=problem.hint_at is not None,
        hint=question.hint if problem.hint_at is not None or key is not None else None,
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


def _snippet_shown(question: Question) -> SnippetShown | None:
    snippet = question.snippet
    if snippet is None:
        return None
    return SnippetShown(source=snippet.source, runtime=snippet.runtime, device=snippet.device)


def _choices_shown(
    rows: Rows, problem: Problem, question: Question, terms: PolicyTerms, given: list[Response]
) -> tuple[ChoiceShown, ...]:
    chosen = {response.choice for response in given}
    wrong = {response.choice for response in given if not response.right}
    told, reasons = revealing.verdicts_told(terms), revealing.reasons_told(terms)
    return tuple(
        ChoiceShown(
            id=choice.id,
            letter=letter,
            text=choice.text,
            code=choice.code,
            chosen=choice.id in chosen,
            crossed_out=told and choice.id in wrong,
            rationale=choice.rationale if reasons and choice.id in wrong else None,
        )
        for letter, choice in shown_order(question, rows.sitting.seed, problem.position)
    )


def _revealed(rows: Rows, problem: Problem, question: Question, key: KeyInForce, behind: Behind) -> Revealed:
    order = shown_order(question, rows.sitting.seed, problem.position)
    explained, revision = behind.found, problem.revision
    on_word = revision.basis == ItemRevision.Basis.WORD
    told = explanation_told(question, explained)
    return Revealed(
        right=rows.was_right(problem),
        void=key.void,
        corrected=key.choice_id != question.key,
        chose_key=key.choice_id in {response.choice for response in rows.responses[problem.pk]},
        key_id=key.choice_id,
        key_letter=next((letter for letter, choice in order if choice.id == key.choice_id), None),
        rationales=tuple(
            RationaleShown(choice_id=choice.id, letter=letter, is_key=choice.id == key.choice_id, text=choice.rationale)
            for letter, choice in order
        ),
        steps=told.steps,
        final_answer=told.final_answer,
        quick_check=told.quick_check,
        mnemonic=question.mnemonic,
        origin=question.origin,
        from_run=explained is not None and explained.accepted is not None,
        slips=_slips(rows, problem, key, explained, {choice.id: letter for letter, choice in order}),
        slug=revision.item.slug,
        has_trace=explained is not None and explained.has_trace,
        has_what_if=explained is not None and bool(explained.distractors or explained.proposals),
        proof=None if on_word else behind.proof,
        elsewhere=None if on_word else behind.elsewhere,
        on_word=on_word,
        word_reason=revision.word_reason if on_word else "",
    )


def explanation_told(question: Question, explained: Found | None) -> Explanation:
    """What an author accepted from a run, or the author's own."""
    accepted = explained.accepted if explained is not None else None
    if accepted is None:
        return question.explanation
    return Explanation.model_construct(
        steps=tuple(map(said, accepted.steps)),
        final_answer=said(accepted.final_answer),
        quick_check=said(accepted.quick_check),
    )


def _slips(
    rows: Rows, problem: Problem, key: KeyInForce, explained: Found | None, letters: dict[str, str]
) -> tuple[SlipShown, ...]:
    if explained is None:
        return ()
    of_choice = {each.choice: each.slip for each in explained.distractors}
    taken = [response.choice for response in rows.responses[problem.pk]]
    return tuple(
        SlipShown(
            choice_id=choice,
            letter=letters[choice],
            sentence=named(of_choice[choice]),
            diff=lines_of(of_choice[choice].diff),
            output=of_choice[choice].output,
            exception=of_choice[choice].exception,
        )
        for choice in taken
        if choice in of_choice and not key.accepts(choice)
    )
