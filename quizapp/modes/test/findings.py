"""What a finished test says of a pattern: strong or not, at which level, and what helps with what was missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from quizapp.catalog.kind import QuestionKind
from quizapp.catalog.kinds import kind_of
from quizapp.modes.declaration import ModeDeclaration
from quizapp.modes.offers import Offer, is_strong
from quizapp.sittings.scoring import RULE
from quizapp.sittings.showing import SittingShown
from quizapp.web.levels import EASES, ease_of

_ABOUT_IDEAS: Final = ("lesson", "cheat-sheet", "flashcards", "explain", "practice")
_ABOUT_CODE: Final = ("practice", "cheat-sheet", "lesson")
_ABOUT_CHOOSING: Final = ("explain", "lesson", "cheat-sheet", "practice")

_HELPS: Final[dict[QuestionKind, tuple[str, ...]]] = {
    QuestionKind.CONCEPTUAL: _ABOUT_IDEAS,
    QuestionKind.PREDICT_OUTPUT: _ABOUT_CODE,
    QuestionKind.WHICH_CODE: _ABOUT_CODE,
    QuestionKind.FIND_ERROR: _ABOUT_CODE,
    QuestionKind.MODEL_CHOICE: _ABOUT_CHOOSING,
    QuestionKind.HYPERPARAMETER: _ABOUT_CHOOSING,
    QuestionKind.METRICS: _ABOUT_CHOOSING,
}
"""Modes that help with a kind of question, the best first."""


@dataclass(frozen=True)
class LevelFinding:
    """How it went at one level."""

    ease: str
    right: int
    asked: int


@dataclass(frozen=True)
class Help:
    """A mode that helps, and the kinds of question it helps with."""

    declaration: ModeDeclaration
    kinds: tuple[str, ...]
    missed: int


@dataclass(frozen=True)
class Findings:
    """The verdict of a test."""

    strong: bool
    right: int
    asked: int
    levels: tuple[LevelFinding, ...]
    helps: tuple[Help, ...]
    """Nothing where nothing was missed."""


def findings_of(shown: SittingShown, offers: Sequence[Offer]) -> Findings | None:
    """What the test found; None while its terms keep the result back."""
    told = [(problem, problem.revealed) for problem in shown.problems if problem.revealed is not None]
    if len(told) < len(shown.problems):
        return None
    right = sum(revealed.right for _, revealed in told)
    levels = tuple(
        LevelFinding(ease, sum(revealed.right for _, revealed in at_level), len(at_level))
        for ease in EASES
        if (at_level := [(problem, revealed) for problem, revealed in told if ease_of(problem.level) == ease])
    )
    missed = Counter(QuestionKind(problem.kind) for problem, revealed in told if not revealed.right)
    return Findings(
        strong=is_strong(right * RULE.full, asked=len(told)),
        right=right,
        asked=len(told),
        levels=levels,
        helps=_helps(missed, {offer.declaration.slug: offer.declaration for offer in offers}),
    )


def _helps(missed: Counter[QuestionKind], offered: dict[str, ModeDeclaration]) -> tuple[Help, ...]:
    by_mode: dict[str, list[QuestionKind]] = {}
    for kind in missed:
        slug = next((slug for slug in _HELPS[kind] if slug in offered), None)
        if slug is not None:
            by_mode.setdefault(slug, []).append(kind)
    helps = [
        Help(offered[slug], tuple(str(kind_of(kind).label) for kind in kinds), sum(missed[kind] for kind in kinds))
        for slug, kinds in by_mode.items()
    ]
    return tuple(sorted(helps, key=lambda each: -each.missed))
