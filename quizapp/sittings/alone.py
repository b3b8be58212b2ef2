"""A question by itself, without clock or sitting: what may be shown of it after what was tried."""

from __future__ import annotations

from collections.abc import Collection

from quizapp.catalog.keys import KeyInForce, key_in_force
from quizapp.catalog.models import ItemRevision
from quizapp.evidence.behind import NOTHING, behind_of
from quizapp.sittings.models import Problem
from quizapp.sittings.scoring import RULE
from quizapp.sittings.showing import ChoiceShown, ProblemShown, RationaleShown, Revealed, SnippetShown, explanation_told
from quizapp.sittings.shuffling import shown_order

POSITION = 1


def question_shown(
    revision: ItemRevision, seed: int, tried: Collection[str], *, hint: bool, told: bool
) -> ProblemShown:
    """The question of ``revision`` after the choices ``tried``; ``told`` where the solution was asked for.

    Like practice: as many attempts as there are choices, each wrong one with its reason, and nothing to be won.
    """
    question, key = revision.question, key_in_force(revision)
    order = shown_order(question, seed, POSITION)
    solved = any(key.accepts(choice) for choice in tried)
    wrong = {choice for choice in tried if not key.accepts(choice)}
    ended = solved or told
    snippet = question.snippet
    return ProblemShown(
        position=POSITION,
        kind=question.kind.value,
        title=question.title,
        level=question.level.value,
        seconds=None,
        opened=True,
        ended=ended,
        running=not ended,
        ended_because=_because(solved=solved, told=told).value,
        deadline=None,
        remaining_ms=None,
        attempts_made=len(wrong),
        attempts_left=len(question.choices) - len(wrong),
        stem=question.stem,
        snippet=SnippetShown(source=snippet.source, runtime=snippet.runtime, device=snippet.device)
        if snippet is not None
        else None,
        choices=tuple(
            ChoiceShown(
                id=choice.id,
                letter=letter,
                text=choice.text,
                code=choice.code,
                chosen=choice.id in tried,
                crossed_out=choice.id in wrong,
                rationale=choice.rationale if choice.id in wrong else None,
            )
            for letter, choice in order
        ),
        hint_offered=not ended and not hint,
        hint_taken=hint,
        hint=question.hint if hint or ended else None,
        ms=0,
        costs=False,
        points=None,
        max_points=RULE.full,
        counts_on_board=revision.basis != ItemRevision.Basis.WORD,
        revision_id=revision.pk,
        revealed=_revealed(revision, seed, key, right=solved) if ended else None,
    )


def _because(*, solved: bool, told: bool) -> Problem.Ended:
    if solved:
        return Problem.Ended.SOLVED
    return Problem.Ended.GAVE_UP if told else Problem.Ended.NOT


def _revealed(revision: ItemRevision, seed: int, key: KeyInForce, *, right: bool) -> Revealed:
    question = revision.question
    order = shown_order(question, seed, POSITION)
    behind = behind_of([revision]).get(revision.pk, NOTHING)
    told = explanation_told(question, behind.found)
    on_word = revision.basis == ItemRevision.Basis.WORD
    return Revealed(
        right=right,
        void=key.void,
        corrected=key.choice_id != question.key,
        chose_key=right,
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
        from_run=behind.found is not None and behind.found.accepted is not None,
        # Slips and the pages of the program are for those who answered in a sitting.
        slips=(),
        slug=revision.item.slug,
        has_trace=False,
        has_what_if=False,
        proof=None if on_word else behind.proof,
        elsewhere=None if on_word else behind.elsewhere,
        on_word=on_word,
        word_reason=revision.word_reason if on_word else "",
    )
