"""Questions whose keys are kept back somewhere, and which therefore appear nowhere else until they are told."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode, Placement
from quizapp.sittings.clock import LONGEST_GRACE
from quizapp.sittings.models import Policy, Problem, Sitting
from quizapp.sittings.policy import Reveal

CHALLENGE = "challenge"

KEPT_BACK: Final = _("A question that is kept back for now")
"""What stands in the place of its title."""


def sealed_items(learner: Learner | None, now: datetime, besides: Mode | None = None) -> frozenset[int]:
    """Primary keys of the items that ``learner`` must not meet outside of the sittings they are kept for.

    Sealed for everybody: what stands under a policy with a window that keeps keys back, until the window is over.
    Sealed for one learner: a challenge that keeps keys back without a window, until the learner was told the result
    of one; and what the learner's own sittings keep back. What is kept back in ``besides`` alone is left out: that is
    where one is about to meet it. One query where nothing is sealed, else four at most.
    """
    if learner is not None and not Learner.objects.filter(anything_sealed(now, learner="pk"), pk=learner.pk).exists():
        return frozenset()
    sealed = set(_under_policies(learner, now, besides))
    if learner is not None:
        kept_back = _untold().filter(learner=learner)
        if besides is not None:
            kept_back = kept_back.exclude(mode=besides)
        sealed |= set(Problem.objects.filter(sitting__in=kept_back).values_list("revision__item", flat=True))
    return frozenset(sealed)


def sealed_for(sitting: Sitting, now: datetime) -> frozenset[int]:
    """Of what ``sitting`` asks, primary keys of the items that something else keeps back from its learner.

    None while the sitting itself keeps its results back: there one is meeting them. No query where the sitting came
    with ``anything_sealed`` and nothing is.
    """
    reveal = sitting.terms.reveal
    keeps_back = reveal is Reveal.NEVER or (reveal is Reveal.AT_CLOSE and sitting.told_at is None)
    if keeps_back or not getattr(sitting, "anything_sealed", True):
        return frozenset()
    return sealed_items(sitting.learner, now)


def anything_sealed(now: datetime, learner: str = "learner") -> Q:
    """Whether anything at all may be sealed for the learner that the field ``learner`` of a row holds."""
    keeping = _keeping(_of_learner(OuterRef(learner)), now)
    return Q(Exists(keeping)) | Q(Exists(_untold().filter(learner=OuterRef(learner))))


def _untold() -> QuerySet[Sitting]:
    """Sittings that keep back until later what was right."""
    return Sitting.objects.filter(told_at__isnull=True).exclude(terms_snapshot__reveal=Reveal.AT_ONCE.value)


def _keeping(for_whom: Q, now: datetime) -> QuerySet[Policy]:
    """Policies that seal: by their window for everybody, without one for those they are for."""
    with_window = Q(closes_at__gte=now - LONGEST_GRACE)
    without = Q(closes_at__isnull=True, mode_slug=CHALLENGE) & for_whom
    return Policy.objects.exclude(reveal=Reveal.AT_ONCE.value).filter(with_window | without).distinct()


def _under_policies(learner: Learner | None, now: datetime, besides: Mode | None) -> set[int]:
    keeping = list(_keeping(_for_whom(learner), now))
    if not keeping:
        return set()
    modes = Q()
    for policy in keeping:
        of_policy = Q(pk=policy.mode_id) if policy.mode_id is not None else Q(slug=policy.mode_slug)
        modes |= of_policy if policy.closes_at is not None else of_policy & ~_told(learner, policy)
    keeping_modes = Mode.objects.filter(modes)
    if besides is not None:
        keeping_modes = keeping_modes.exclude(pk=besides.pk)
    return set(Placement.objects.filter(mode__in=keeping_modes).values_list("item", flat=True))


def _for_whom(learner: Learner | None) -> Q:
    return Q(group__is_everyone=True) if learner is None else _of_learner(learner)


def _of_learner(learner: Learner | OuterRef) -> Q:
    return Q(group__is_everyone=True) | Q(group__members=learner)


def _told(learner: Learner | None, policy: Policy) -> Q:
    """Modes of which the learner was told a result that does not stay secret for good."""
    if learner is None or policy.reveal == Reveal.NEVER.value:
        return Q(pk__in=[])
    return Q(Exists(Sitting.objects.filter(learner=learner, mode=OuterRef("pk"), told_at__isnull=False)))
