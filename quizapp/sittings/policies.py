"""Which policy a learner takes a mode under."""

from __future__ import annotations

from django.db.models import Q

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode
from quizapp.sittings.errors import NoPolicy
from quizapp.sittings.models import Policy, Selection


def policy_for(learner: Learner | None, mode: Mode) -> Policy:
    """The most specific one: a group's before everybody's, one for this pattern before one for all of the mode.

    Raises ``NoPolicy``.
    """
    return _most_specific(learner, Q(mode=mode) | Q(mode__isnull=True), mode.slug)


def policy_for_selection(learner: Learner | None, selection: Selection) -> Policy:
    """Likewise for what is no pattern's mode: a group's before everybody's; raises ``NoPolicy``."""
    return _most_specific(learner, Q(mode__isnull=True), selection.purpose)


def _most_specific(learner: Learner | None, of_what: Q, mode_slug: str) -> Policy:
    for_whom = Q(group__is_everyone=True)
    if learner is not None:
        for_whom |= Q(group__members=learner)
    candidates = Policy.objects.filter(of_what, for_whom, mode_slug=mode_slug)
    ranked = sorted(
        candidates.select_related("group").distinct(),
        key=lambda policy: (policy.group.is_everyone, policy.mode_id is None, policy.pk),
    )
    if not ranked:
        raise NoPolicy(f"no policy for {mode_slug}")
    return ranked[0]
