"""What a learning mode says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise
from django.utils.translation import ngettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

QUESTIONS: Final = ngettext_lazy("%(count)d question", "%(count)d questions", "count")


@dataclass(frozen=True)
class ModeDeclaration:
    """How a mode is shown, and where its page is."""

    slug: str
    """As packs name it."""
    title: str | Promise
    invites: str | Promise
    """One line for the card on a pattern's page."""
    icon: str
    """Name of a drawing under ``templates/icons/``."""
    page: str
    """Name of the address of its start page; takes the pattern's slug."""
    tests: bool
    """Whether one is tested in it, rather than learning at one's own pace."""
    sits: bool = True
    """Whether its questions are taken in sittings."""
    holds: StrPromise = QUESTIONS
    """What it holds, counted."""
    draws: int | None = None
    """How many questions a sitting has, where that is not all of them."""
