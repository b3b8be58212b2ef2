"""Badges: awarded at the moment they are earned, once; private until their owner shares them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from quizapp.progress.models import Award
from quizapp.sittings.models import Sitting


def award_badge(sitting: Sitting, **_: Any) -> None:
    """Receiver of ``sitting_told``: all right earns the badge of the mode, once."""
    mode = sitting.mode
    if mode is None or not sitting.all_right or not mode.badge_name or sitting.closed_at is None:
        return
    Award.objects.get_or_create(
        learner=sitting.learner,
        mode=mode,
        defaults={
            "sitting": sitting,
            "name": mode.badge_name,
            "icon": mode.badge_icon,
            "praise": mode.badge_praise,
            "awarded_at": _earned_at(sitting.closed_at, sitting.told_at),
        },
    )


def award_corrected(sitting: Sitting, **_: Any) -> None:
    """Receiver of ``sitting_corrected``: what a correction made all right earns its badge, where results are told."""
    if sitting.told_at is not None:
        award_badge(sitting)


def _earned_at(closed_at: datetime, told_at: datetime | None) -> datetime:
    return max(closed_at, told_at or closed_at)


@dataclass(frozen=True, kw_only=True)
class AwardPlan:
    """Badges to give and to take back."""

    given: tuple[Award, ...] = ()
    """Not saved yet."""
    taken: tuple[Award, ...] = ()
    moved: tuple[tuple[Award, Sitting], ...] = ()
    """Badges that another sitting of their learner has earned too, and rest on that one from now on."""


def plan_awards(earned: Collection[int], lost: Collection[int]) -> AwardPlan:
    """What it makes of badges that the sittings ``earned`` are all right by now, and ``lost`` no longer.

    Writes nothing. A badge is given once, by the sitting that was told first; it is taken back only where no other
    sitting has earned it.
    """
    given: dict[tuple[int, int], Award] = {}
    names = ("pk", "learner_id", "mode_id", "mode__badge_name", "mode__badge_icon", "mode__badge_praise")
    ends = ("closed_at", "told_at")
    sittings = list(_with_badge().filter(pk__in=earned).order_by("told_at", "pk").values_list(*names, *ends))
    held = set(
        Award.objects.filter(
            learner__in={learner_id for _, learner_id, *_ in sittings}, mode__in={row[2] for row in sittings}
        ).values_list("learner_id", "mode_id")
    )
    for pk, learner_id, mode_id, name, icon, praise, closed_at, told_at in sittings:
        if (learner_id, mode_id) not in held and (learner_id, mode_id) not in given:
            given[learner_id, mode_id] = Award(
                learner_id=learner_id,
                mode_id=mode_id,
                sitting_id=pk,
                name=name,
                icon=icon,
                praise=praise,
                awarded_at=_earned_at(closed_at, told_at),
            )
    taken, moved = [], []
    for award in Award.objects.filter(sitting__in=lost).order_by("pk") if lost else ():
        others = _with_badge().filter(learner=award.learner_id, mode=award.mode_id)
        other = (
            others.filter(Q(all_right=True) | Q(pk__in=earned)).exclude(pk__in=lost).order_by("told_at", "pk").first()
        )
        if other is None:
            taken.append(award)
        else:
            moved.append((award, other))
    return AwardPlan(given=tuple(given.values()), taken=tuple(taken), moved=tuple(moved))


def keep_awards(planned: AwardPlan) -> None:
    """Write it; the caller holds the learners' rows."""
    Award.objects.bulk_create(planned.given)
    Award.objects.filter(pk__in=[award.pk for award in planned.taken]).delete()
    for award, sitting in planned.moved:
        assert sitting.closed_at is not None
        award.sitting, award.awarded_at = sitting, _earned_at(sitting.closed_at, sitting.told_at)
        award.save(update_fields=["sitting", "awarded_at"])


def _with_badge() -> QuerySet[Sitting]:
    """Sittings whose result is told, of modes that have a badge."""
    told = Sitting.objects.filter(told_at__isnull=False, mode__isnull=False)
    return told.exclude(mode__badge_name="")


def share(award: Award) -> None:
    """Let anybody with its address see the badge."""
    _set_shared(award, shared=True)


def unshare(award: Award) -> None:
    """Make the badge private again."""
    _set_shared(award, shared=False)


def _set_shared(award: Award, *, shared: bool) -> None:
    award.shared = shared
    award.save(update_fields=["shared"])
