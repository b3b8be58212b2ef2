"""Questions whose keys are kept back somewhere, and which therefore appear nowhere else until they are told."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode, Placement
from quizapp.sittings.clock import LONGEST_GRACE
from quizapp.sittings.models import Policy, Problem, Sitting
from quizapp.sittings.policy import Reveal

CHALLENGE = "challenge"


def sealed_items(learner: Learner | None, now: datetime, besides: Mode | None = None) -> frozenset[int]:
    """Primary keys of the items that ``learner`` must not meet outside of the sittings they are kept for.

    Sealed for everybody: what stands under a policy with a window that keeps keys back, until the window is over.
    Sealed for one learner: a challenge that keeps keys back without a window, until the learner was told the result
    of one; and what the learner's own sittings keep back. Four queries at most. What is kept back in ``besides`` alone
    is left out: that is where one is about to meet it.
    """
    sealed = set(_under_policies(learner, now, besides))
    if learner is not None:
        kept_back = Sitting.objects.filter(learner=learner, told_at__isnull=True).exclude(
            terms_snapshot__reveal=Reveal.AT_ONCE.value
        )
        if besides is not None:
            kept_back = kept_back.exclude(mode=besides)
        sealed |= set(Problem.objects.filter(sitting__in=kept_back).values_list("revision__item", flat=True))
    return frozenset(sealed)


def _under_policies(learner: Learner | None, now: datetime, besides: Mode | None) -> set[int]:
    with_window = Q(closes_at__gte=now - LONGEST_GRACE)
    without = Q(closes_at__isnull=True, mode_slug=CHALLENGE) & _for_whom(learner)
    keeping = list(Policy.objects.exclude(reveal=Reveal.AT_ONCE.value).filter(with_window | without).distinct())
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
    return Q(group__is_everyone=True) if learner is None else Q(group__is_everyone=True) | Q(group__members=learner)


def _told(learner: Learner | None, policy: Policy) -> Q:
    """Modes of which the learner was told a result that does not stay secret for good."""
    if learner is None or policy.reveal == Reveal.NEVER.value:
        return Q(pk__in=[])
    return Q(Exists(Sitting.objects.filter(learner=learner, mode=OuterRef("pk"), told_at__isnull=False)))
