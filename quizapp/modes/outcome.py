"""What follows from a finished sitting, as its result page tells it: headline, badge, rank."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from quizapp.leaderboards.boards import rank_of, would_be_rank
from quizapp.leaderboards.standings import counting_sitting, taken_before
from quizapp.progress.models import Award
from quizapp.sittings.models import Problem, Sitting
from quizapp.sittings.showing import SittingShown


@dataclass(frozen=True)
class Outcome:
    """The summary of a sitting that is over."""

    headline: str
    right: int | None
    """None where the terms keep back which answers were right."""
    award: Award | None
    """The badge of the challenge, where this sitting earned it or could have."""
    guest: bool
    counts: bool
    """Whether sittings under these terms may stand on a board."""
    rank: int | None
    """This sitting's place on the board of everybody; for a guest with points, the place it would have."""
    repeated: bool
    """Another sitting was started before, and that one counts; or the problems were known before."""
    known: bool
    """The learner had taken the challenge without its clock before."""


def outcome_of(sitting: Sitting, shown: SittingShown) -> Outcome:
    """The outcome as far as the terms let it be known."""
    right = _right(shown)
    learner = sitting.learner
    counts = sitting.timed and sitting.terms.counts
    rank = _rank(sitting) if counts and shown.points is not None else None
    known = counts and rank is None and taken_before(sitting)
    first = counts and (rank is not None or counting_sitting(sitting.learner_id, sitting.mode_id) == sitting)
    return Outcome(
        headline=_headline(shown, right),
        right=right,
        award=Award.objects.filter(learner=learner, mode=sitting.mode).first() if shown.all_right else None,
        guest=learner.is_guest,
        counts=counts,
        rank=rank,
        repeated=counts and (known or not first),
        known=known,
    )


def _right(shown: SittingShown) -> int | None:
    told = [problem.revealed.right for problem in shown.problems if problem.revealed is not None]
    dropped = sum(problem.ended_because == Problem.Ended.DROPPED for problem in shown.problems)
    return sum(told) + dropped if len(told) + dropped == len(shown.problems) else None


def _headline(shown: SittingShown, right: int | None) -> str:
    if shown.all_right is None:
        return gettext("Done. The result is told when everybody is.")
    if shown.all_right:
        return gettext("All right.")
    if right is None:
        return gettext("Done.")
    return gettext("%(right)s of %(all)s right.") % {"right": right, "all": len(shown.problems)}


def _rank(sitting: Sitting) -> int | None:
    if not sitting.learner.is_guest:
        return rank_of(sitting)
    # Nobody signs up to stand on a board with nothing.
    return would_be_rank(sitting) if sitting.points else None
