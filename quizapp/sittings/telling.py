"""Which questions a learner was told the key of, and may look into outside of the sitting."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from quizapp.accounts.models import Learner
from quizapp.catalog.models import ItemRevision
from quizapp.sittings.models import Problem
from quizapp.sittings.policy import Reveal
from quizapp.sittings.sealing import sealed_items
from quizapp.sittings.showing import is_revealed

LOOKED_AT: Final = 3
"""Of the learner's last sittings so many are looked into, for whether they have told by now; keeps queries few."""


def told_revision(learner: Learner | None, slug: str, now: datetime) -> ItemRevision | None:
    """What the question ``slug`` said when ``learner`` was last told its key; None where it was not, or is sealed."""
    if learner is None:
        return None
    met = Problem.objects.filter(sitting__learner=learner, revision__item__slug=slug)
    problems = met.select_related("sitting", "revision__item__pattern", "revision__program").order_by("-pk")
    told = next((problem for problem in problems[:LOOKED_AT] if _is_told(problem, now)), None)
    told = told or problems.filter(ended_at__isnull=False, sitting__terms_snapshot__reveal=Reveal.AT_ONCE.value).first()
    if told is None or told.revision.item_id in sealed_items(learner, now):
        return None
    return told.revision


def _is_told(problem: Problem, now: datetime) -> bool:
    if problem.ended_at is not None and problem.sitting.terms.reveal is Reveal.AT_ONCE:
        return True
    return is_revealed(problem.sitting, problem.pk, now)
