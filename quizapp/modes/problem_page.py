"""One problem of a sitting as its page shows it: what may be told of it, put into the page's order and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy

from quizapp.catalog.kind import KindDeclaration
from quizapp.catalog.kinds import kind_of
from quizapp.errata.models import Erratum
from quizapp.modes.keys import keys_of
from quizapp.modes.provenance import Provenance, provenance_of
from quizapp.sittings.models import Problem
from quizapp.sittings.scoring import RULE
from quizapp.sittings.showing import ProblemShown, SittingShown
from quizapp.sittings.solution import ChoiceShown

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True)
class Verdict:
    """How a problem ended, in words."""

    title: str | StrPromise
    tone: str
    """``right``, ``wrong`` or ``kept``: decides colour and icon."""


_VERDICTS: Final = {
    Problem.Ended.SOLVED.value: Verdict(gettext_lazy("Right"), "right"),
    Problem.Ended.EXHAUSTED.value: Verdict(gettext_lazy("Not this time"), "wrong"),
    Problem.Ended.GAVE_UP.value: Verdict(gettext_lazy("Given up"), "wrong"),
    Problem.Ended.TIMED_OUT.value: Verdict(gettext_lazy("Time is up"), "wrong"),
    Problem.Ended.LEFT.value: Verdict(gettext_lazy("Not answered"), "wrong"),
    Problem.Ended.ANSWERED.value: Verdict(gettext_lazy("Answer kept"), "kept"),
    Problem.Ended.DROPPED.value: Verdict(gettext_lazy("Taken out"), "kept"),
}
_SOLUTION_SHOWN: Final = Verdict(gettext_lazy("Solution shown"), "kept")
"""Giving up where there is nothing to win: one has asked to be told, and lost nothing."""

_WITHDRAWN: Final = Verdict(gettext_lazy("Withdrawn, counts as full"), "right")


@dataclass(frozen=True)
class ChoiceRow:
    """A choice with what may be said of it now."""

    choice: ChoiceShown
    is_key: bool
    rationale: str | None
    keys: str
    """The single keys that choose it."""


@dataclass(frozen=True)
class ProblemPage:
    """A problem and everything its page says around it."""

    shown: ProblemShown
    kind: KindDeclaration
    choices: tuple[ChoiceRow, ...]
    verdict: Verdict | None
    worth: int
    """Points for a right answer now."""
    hint_cost: int
    """Points the hint would take off now."""
    provenance: Provenance | None
    errata: tuple[Erratum, ...] = ()
    """What the question openly says of errors it had."""

    @property
    def remaining_seconds(self) -> int | None:
        """Whole seconds to show, rounded up as a clock does."""
        left = self.shown.remaining_ms
        return None if left is None else -(-left // 1000)


def problem_page(shown: ProblemShown, errata: tuple[Erratum, ...] = ()) -> ProblemPage:
    """The page of ``shown``."""
    worth = RULE.points(wrong=shown.attempts_made, hint=shown.hint_taken)
    return ProblemPage(
        shown=shown,
        kind=kind_of(shown.kind),
        choices=_choice_rows(shown),
        verdict=_verdict(shown),
        worth=worth,
        hint_cost=worth - RULE.points(wrong=shown.attempts_made, hint=True),
        provenance=provenance_of(shown.revealed),
        errata=errata,
    )


@dataclass(frozen=True)
class Step:
    """A problem's place in the row of steps above the page."""

    position: int
    tone: str
    """``right``, ``wrong``, ``kept``, ``open`` or ``waiting``."""
    now: bool
    title: str
    says: str | StrPromise
    """The tone in words."""


_SAYS: Final = {
    "right": gettext_lazy("right"),
    "wrong": gettext_lazy("not right"),
    "kept": gettext_lazy("answered"),
    "open": gettext_lazy("open"),
    "waiting": gettext_lazy("not opened yet"),
}


def steps(shown: SittingShown, position: int) -> tuple[Step, ...]:
    """One step for each problem; ``position`` is the one on the page."""
    tones = [_tone(problem) for problem in shown.problems]
    return tuple(
        Step(problem.position, tone, problem.position == position, problem.title, _SAYS[tone])
        for problem, tone in zip(shown.problems, tones, strict=True)
    )


def _tone(shown: ProblemShown) -> str:
    verdict = _verdict(shown)
    if verdict is not None:
        return verdict.tone
    return "open" if shown.opened else "waiting"


def _verdict(shown: ProblemShown) -> Verdict | None:
    if not shown.ended:
        return None
    if shown.ended_because == Problem.Ended.DROPPED.value:
        return _VERDICTS[shown.ended_because]
    if shown.revealed is None:
        # The terms keep results back: what is known is only that it takes no more answers.
        return _VERDICTS[Problem.Ended.ANSWERED.value] if shown.attempts_made else _VERDICTS[shown.ended_because]
    if shown.revealed.void and shown.revealed.right:
        return _WITHDRAWN
    if shown.ended_because == Problem.Ended.ANSWERED.value:
        return _VERDICTS[Problem.Ended.SOLVED.value if shown.revealed.right else Problem.Ended.EXHAUSTED.value]
    if not shown.costs and shown.ended_because == Problem.Ended.GAVE_UP.value:
        return _SOLUTION_SHOWN
    return _VERDICTS[shown.ended_because]


def _choice_rows(shown: ProblemShown) -> tuple[ChoiceRow, ...]:
    if shown.revealed is None:
        return tuple(
            ChoiceRow(choice, is_key=False, rationale=choice.rationale, keys=keys_of(choice.letter, place))
            for place, choice in enumerate(shown.choices, 1)
        )
    rationales = {rationale.choice_id: rationale for rationale in shown.revealed.rationales}
    return tuple(
        ChoiceRow(choice, rationales[choice.id].is_key, rationales[choice.id].text, keys="") for choice in shown.choices
    )
