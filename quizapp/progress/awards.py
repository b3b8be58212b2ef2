"""Badges: awarded at the moment they are earned, once; private until their owner shares them."""

from __future__ import annotations

from typing import Any

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
            "awarded_at": max(sitting.closed_at, sitting.told_at or sitting.closed_at),
        },
    )


def award_corrected(sitting: Sitting, **_: Any) -> None:
    """Receiver of ``sitting_corrected``: what a correction made all right earns its badge, where results are told."""
    if sitting.told_at is not None:
        award_badge(sitting)


def share(award: Award) -> None:
    """Let anybody with its address see the badge."""
    _set_shared(award, shared=True)


def unshare(award: Award) -> None:
    """Make the badge private again."""
    _set_shared(award, shared=False)


def _set_shared(award: Award, *, shared: bool) -> None:
    award.shared = shared
    award.save(update_fields=["shared"])
