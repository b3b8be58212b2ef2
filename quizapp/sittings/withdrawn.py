"""What becomes of questions whose key was found not to hold: who still gets them, and who gets their points.

In a challenge that has not begun a withdrawn question is not asked. Its place stays, and counts as full for everybody
who begins from then on, so that results stay comparable. Where a window is open it is asked until the teacher of the
policy's group or a reviewer decides; dropped, it counts as full for everyone, whenever they began. Elsewhere it is left
out.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from quizapp.accounts.models import Membership, User
from quizapp.catalog.keys import key_in_force
from quizapp.catalog.models import ItemRevision, Mode, Placement
from quizapp.sittings.closing import add_up, move_on
from quizapp.sittings.errors import NotTheirDecision
from quizapp.sittings.models import Policy, Problem, Sitting, WindowDecision
from quizapp.sittings.rows import hold
from quizapp.sittings.scoring import RULE
from quizapp.sittings.signals import sitting_corrected

MOST_AT_ONCE: Final = 200
"""Problems dropped in one sweep."""
LOOKED_AFTER: Final = timedelta(days=7)
"""How long after a decision, or else until the window is over, sweeps look for sittings that have not followed it."""


def is_asked(revision: ItemRevision, policy: Policy, now: datetime) -> bool:
    """Whether who begins at ``now`` under ``policy`` is still asked ``revision``."""
    if revision.withdrawn_at is None:
        return True
    if key_in_force(revision).void:
        return False
    if not _window_was_open(policy, revision.withdrawn_at) or not _is_open(policy, now):
        return False
    return not WindowDecision.objects.filter(policy=policy, revision=revision, drops=True).exists()


def windows_to_decide(revision: ItemRevision) -> list[Policy]:
    """The policies whose window was open when ``revision`` was withdrawn, and for which nobody has decided yet.

    What is void counts as full for everyone whatever a teacher says, so there is nothing to decide.
    """
    if revision.withdrawn_at is None or key_in_force(revision).void:
        return []
    modes = Mode.objects.filter(Exists(Placement.objects.filter(mode=OuterRef("pk"), item=revision.item_id)))
    asked = Q(mode__in=modes) | Q(mode__isnull=True, mode_slug__in=modes.values("slug"))
    decided = WindowDecision.objects.filter(policy=OuterRef("pk"), revision=revision)
    policies = Policy.objects.filter(asked, ~Exists(decided), closes_at__isnull=False).select_related("group")
    return [policy for policy in policies.order_by("pk") if _window_was_open(policy, revision.withdrawn_at)]


def may_decide(user: User, policy: Policy) -> bool:
    """Whether ``user`` teaches the group of ``policy``, or reviews keys."""
    if user.has_perm("evidence.settle_drift"):
        return True
    teaches = Membership.objects.filter(group=policy.group_id, role=Membership.Role.TEACHER, learner__user=user.pk)
    return teaches.exists()


def decide(
    policy: Policy, revision: ItemRevision, by: User, reason: str, now: datetime, *, drops: bool
) -> WindowDecision:
    """Decide once whether ``revision`` stays in the window of ``policy``; the first decision stands.

    Raises ``NotTheirDecision``. What follows is done by ``drop_decided``.
    """
    if not may_decide(by, policy):
        raise NotTheirDecision(f"{by} neither teaches {policy.group} nor reviews keys")
    decision, _ = WindowDecision.objects.get_or_create(
        policy=policy,
        revision=revision,
        defaults={"drops": drops, "reason": reason, "decided_by": by, "decided_at": now},
    )
    return decision


def drop_decided(now: datetime) -> int:
    """Give everybody the points of what was dropped; goes on where it was killed, and does nothing twice."""
    dropped = 0
    fresh = Q(policy__closes_at__gt=now) | Q(decided_at__gt=now - LOOKED_AFTER)
    for decision in WindowDecision.objects.filter(fresh, drops=True).select_related("policy"):
        left = _not_dropped(decision)
        dropped += sum(_drop(sitting_id, decision.revision_id, now) for sitting_id in left[: MOST_AT_ONCE - dropped])
    return dropped


def _not_dropped(decision: WindowDecision) -> QuerySet[Problem, int]:
    problems = Problem.objects.filter(
        revision=decision.revision_id, sitting__terms_snapshot__slug=decision.policy.slug
    ).exclude(ended_because=Problem.Ended.DROPPED)
    return problems.order_by("sitting__learner", "pk").values_list("sitting_id", flat=True)


@transaction.atomic
def _drop(sitting_id: int, revision_id: int, now: datetime) -> bool:
    rows = hold(sitting_id)
    problem = next((each for each in rows.problems if each.revision_id == revision_id), None)
    if problem is None or problem.ended_because == Problem.Ended.DROPPED:
        return False
    problem.ended_because = Problem.Ended.DROPPED
    problem.ended_at = problem.ended_at or now
    problem.points, problem.ms = RULE.full, 0
    problem.save(update_fields=["ended_because", "ended_at", "points", "ms"])
    if rows.sitting.closed_at is None:
        move_on(rows, now)
    else:
        add_up(rows)
        rows.sitting.save(update_fields=["points", "ms", "all_right"])
        sitting_corrected.send(sender=Sitting, sitting=rows.sitting, now=now)
    return True


def _window_was_open(policy: Policy, moment: datetime) -> bool:
    return policy.closes_at is not None and _is_open(policy, moment)


def _is_open(policy: Policy, moment: datetime) -> bool:
    opened = policy.opens_at is None or policy.opens_at <= moment
    return opened and (policy.closes_at is None or moment < policy.closes_at)
