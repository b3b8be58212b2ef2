"""A question by itself, without clock or sitting: what may be shown of it after what was tried."""

from __future__ import annotations

from collections.abc import Collection

from quizapp.catalog.keys import KeyInForce, key_in_force
from quizapp.catalog.models import ItemRevision
from quizapp.evidence.behind import NOTHING, behind_of
from quizapp.sittings.models import Problem
from quizapp.sittings.scoring import RULE
from quizapp.sittings.showing import ProblemShown
from quizapp.sittings.shuffling import shown_order
from quizapp.sittings.solution import Order, Revealed, choices_shown, snippet_shown, solution_told

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
    return ProblemShown(
        position=POSITION,
        kind=question.kind.value,
        title=question.title,
        level=question.level.value,
        sealed=False,
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
        snippet=snippet_shown(question),
        choices=choices_shown(order, chosen=tried, crossed_out=wrong, reasons=True),
        hint_offered=not ended and not hint,
        hint_taken=hint,
        hint=question.hint if hint or ended else None,
        ms=0,
        costs=False,
        points=None,
        max_points=RULE.full,
        counts_on_board=revision.basis != ItemRevision.Basis.WORD,
        revision_id=revision.pk,
        revealed=_revealed(revision, order, key, right=solved) if ended else None,
    )


def _because(*, solved: bool, told: bool) -> Problem.Ended:
    if solved:
        return Problem.Ended.SOLVED
    return Problem.Ended.GAVE_UP if told else Problem.Ended.NOT


def _revealed(revision: ItemRevision, order: Order, key: KeyInForce, *, right: bool) -> Revealed:
    behind = behind_of([revision]).get(revision.pk, NOTHING)
    # Slips and the pages of the program are for those who answered in a sitting.
    return solution_told(revision, order, key, behind, right=right, chose_key=right)
