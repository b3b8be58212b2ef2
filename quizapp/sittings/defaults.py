"""The policies every installation has, for everybody, made again after a flush too."""

from __future__ import annotations

from typing import Any, Final

from django.apps import apps as current_apps
from django.apps.registry import Apps

from quizapp.sittings.policy import Clock, Reveal

LONG_OPEN: Final = 30 * 24 * 60
"""Minutes without a sign of their learner after which sittings close where each answer counts at once."""
OPEN: Final = 7 * 24 * 60
"""Likewise where nothing is told, and nothing counts, before the end."""

POLICIES: Final[dict[str, dict[str, Any]]] = {
    "challenge": {
        "name": "Challenge",
        "mode_slug": "challenge",
        "clock": Clock.PER_PROBLEM.value,
        "attempts": 2,
        "hints": True,
        "reveal": Reveal.AT_ONCE.value,
        "idle_minutes": 30,
        "counts": True,
    },
    "practice": {
        "name": "Practice",
        "mode_slug": "practice",
        "clock": Clock.NONE.value,
        # As many as a question may have choices: whoever goes on gets there.
        "attempts": 8,
        "hints": True,
        "reveal": Reveal.AT_ONCE.value,
        "idle_minutes": LONG_OPEN,
        "counts": False,
    },
    "cheat-sheet": {
        "name": "Quick quiz of a cheat sheet",
        "mode_slug": "cheat-sheet",
        "clock": Clock.NONE.value,
        "attempts": 8,
        "hints": True,
        "reveal": Reveal.AT_ONCE.value,
        "idle_minutes": LONG_OPEN,
        "counts": False,
    },
    "test": {
        "name": "Test",
        "mode_slug": "test",
        "clock": Clock.NONE.value,
        "attempts": 1,
        "hints": False,
        "reveal": Reveal.AT_CLOSE.value,
        "idle_minutes": OPEN,
        "counts": False,
    },
    "mixed": {
        "name": "Mixed questions",
        "mode_slug": "mixed",
        "clock": Clock.WHOLE.value,
        "attempts": 1,
        "hints": False,
        "reveal": Reveal.AT_CLOSE.value,
        "idle_minutes": 24 * 60,
        "counts": False,
    },
    "review": {
        "name": "Review of what went wrong",
        "mode_slug": "review",
        "clock": Clock.NONE.value,
        "attempts": 8,
        "hints": True,
        "reveal": Reveal.AT_ONCE.value,
        "idle_minutes": LONG_OPEN,
        "counts": False,
    },
}


def make_default_policies(using: str, apps: Apps = current_apps, **_: Any) -> None:
    """Make what is missing; what an admin changed stays changed."""
    try:
        group_model, policy_model = apps.get_model("accounts", "Group"), apps.get_model("sittings", "Policy")
    except LookupError:  # a migration of part of the apps, before these models exist
        return
    everyone, _made = group_model._default_manager.using(using).get_or_create(
        is_everyone=True, defaults={"slug": "everyone", "name": "Everyone"}
    )
    for slug, terms in POLICIES.items():
        policy_model._default_manager.using(using).get_or_create(slug=slug, defaults={**terms, "group": everyone})
