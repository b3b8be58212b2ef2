"""Badges: awarded at the moment they are earned, once; private until their owner shares them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from quizapp.progress.models import Award
from quizapp.sittings.models import Sitting


def award_badge(sitting: Sitting, **_: Any) -> None:
    """Receiver of ``sitting_told``: all right earns the badge of the mode, once."""
    if sitting.mode is None or not sitting.all_right or not sitting.mode.badge_name:
        return
    award = _award(sitting)
    names = ("sitting", "name", "icon", "praise", "awarded_at")
    defaults = {name: getattr(award, name) for name in names}
    Award.objects.get_or_create(learner=sitting.learner, mode=sitting.mode, defaults=defaults)


def _award(sitting: Sitting) -> Award:
    """The badge ``sitting`` earns, not saved."""
    mode = sitting.mode
    assert mode is not None
    assert sitting.closed_at is not None
    return Award(
        learner_id=sitting.learner_id,
        mode=mode,
        sitting=sitting,
        name=mode.badge_name,
        icon=mode.badge_icon,
        praise=mode.badge_praise,
        awarded_at=max(sitting.closed_at, sitting.told_at or sitting.closed_at),
    )


def award_corrected(sitting: Sitting, **_: Any) -> None:
    """Receiver of ``sitting_corrected``: what a correction made all right earns its badge, where results are told."""
    if sitting.told_at is not None:
        award_badge(sitting)


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
    sittings = list(_with_badge().filter(pk__in=earned).order_by("told_at", "pk"))
    held = set(
        Award.objects.filter(
            learner__in={each.learner_id for each in sittings}, mode__in={each.mode_id for each in sittings}
        ).values_list("learner_id", "mode_id")
    )
    for sitting in sittings:
        assert sitting.mode_id is not None
        holder = (sitting.learner_id, sitting.mode_id)
        if holder not in held:
            given.setdefault(holder, _award(sitting))
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
        award.sitting, award.awarded_at = sitting, _award(sitting).awarded_at
        award.save(update_fields=["sitting", "awarded_at"])


def _with_badge() -> QuerySet[Sitting]:
    """Sittings whose result is told, of modes that have a badge."""
    told = Sitting.objects.filter(told_at__isnull=False, mode__isnull=False)
    return told.exclude(mode__badge_name="").select_related("mode")


def share(award: Award) -> None:
    """Let anybody with its address see the badge."""
    _set_shared(award, shared=True)


def unshare(award: Award) -> None:
    """Make the badge private again."""
    _set_shared(award, shared=False)


def _set_shared(award: Award, *, shared: bool) -> None:
    award.shared = shared
    award.save(update_fields=["shared"])
