"""Who may see and do what: plain functions that views ask."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from quizapp.accounts.models import Learner, User


def owns(owner: Learner, viewer: Learner | None) -> bool:
    """Whether what is ``owner``'s is the viewer's own: sittings, results, badges that were never shared."""
    return viewer is not None and viewer.pk == owner.pk


def may_see_badge(owner: Learner, viewer: Learner | None, *, shared: bool) -> bool:
    """A badge is its owner's alone until the owner shares it; then anybody's with its address."""
    return shared or owns(owner, viewer)


def may_moderate_names(user: User | AnonymousUser) -> bool:
    """Whether the user may refuse and release chosen names."""
    return user.is_active and user.is_staff and user.has_perm("accounts.change_learner")
