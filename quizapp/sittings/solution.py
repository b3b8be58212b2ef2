"""The parts of a question as they may be shown: its code, its choices under their letters, and its solution."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from quizapp.catalog.content import Choice, Explanation, Origin, Question
from quizapp.catalog.keys import KeyInForce
from quizapp.catalog.models import ItemRevision
from quizapp.evidence.behind import Behind, Proof
from quizapp.evidence.explanations import Found
from quizapp.evidence.unified_diff import DiffLine, lines_of
from quizapp.evidence.wording import named, said

Order = tuple[tuple[str, Choice], ...]
"""Letters and choices, as ``shuffling.shown_order`` gives them."""


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
    run_says: tuple[str, ...]
    """What a run shows, in steps, where an author lets it stand beside the own explanation."""
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


def snippet_shown(question: Question) -> SnippetShown | None:
    """The code of ``question``, where it has any."""
    snippet = question.snippet
    if snippet is None:
        return None
    return SnippetShown(source=snippet.source, runtime=snippet.runtime, device=snippet.device)


def choices_shown(
    order: Order, *, chosen: Collection[str], crossed_out: Collection[str], reasons: bool
) -> tuple[ChoiceShown, ...]:
    """The choices in ``order``; with ``reasons`` those crossed out say why they are wrong."""
    return tuple(
        ChoiceShown(
            id=choice.id,
            letter=letter,
            text=choice.text,
            code=choice.code,
            chosen=choice.id in chosen,
            crossed_out=choice.id in crossed_out,
            rationale=choice.rationale if reasons and choice.id in crossed_out else None,
        )
        for letter, choice in order
    )


def solution_told(
    revision: ItemRevision,
    order: Order,
    key: KeyInForce,
    behind: Behind,
    *,
    right: bool,
    chose_key: bool,
    slips: tuple[SlipShown, ...] = (),
    own_pages: bool = False,
) -> Revealed:
    """Everything that is told of ``revision``; with ``own_pages`` it leads to trace and what-if, where it has them."""
    question, explained = revision.question, behind.found
    on_word = revision.basis == ItemRevision.Basis.WORD
    told = _explanation(question, explained)
    return Revealed(
        right=right,
        void=key.void,
        corrected=key.choice_id != question.key,
        chose_key=chose_key,
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
        run_says=_run_says(explained),
        slips=slips,
        slug=revision.item.slug,
        has_trace=own_pages and explained is not None and explained.has_trace,
        has_what_if=own_pages and explained is not None and bool(explained.distractors or explained.proposals),
        proof=None if on_word else behind.proof,
        elsewhere=None if on_word else behind.elsewhere,
        on_word=on_word,
        word_reason=revision.word_reason if on_word else "",
    )


def slips_shown(order: Order, taken: Sequence[str], key: KeyInForce, explained: Found | None) -> tuple[SlipShown, ...]:
    """Of the choices ``taken``, in their order, the wrong ones that have an approved slip."""
    if explained is None:
        return ()
    letters = {choice.id: letter for letter, choice in order}
    of_choice = {each.choice: each.slip for each in explained.distractors}
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


def _run_says(explained: Found | None) -> tuple[str, ...]:
    beside = explained.beside if explained is not None else None
    return tuple(map(said, (*beside.steps, beside.final_answer))) if beside is not None else ()


def _explanation(question: Question, explained: Found | None) -> Explanation:
    """What an author accepted from a run, or the author's own."""
    accepted = explained.accepted if explained is not None else None
    if accepted is None:
        return question.explanation
    return Explanation.model_construct(
        steps=tuple(map(said, accepted.steps)),
        final_answer=said(accepted.final_answer),
        quick_check=said(accepted.quick_check),
    )
