"""Where a sitting belongs: the pattern's mode it goes through, or the page its selection was made on."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from quizapp.catalog.models import Pattern
from quizapp.modes.declaration import ModeDeclaration
from quizapp.modes.declared import BY_SLUG
from quizapp.sittings.models import Selection, Sitting


@dataclass(frozen=True)
class Whereabouts:
    """What a sitting's pages say around its problems."""

    pattern: Pattern | None
    """None where it goes across patterns."""
    declaration: ModeDeclaration
    title: str
    """The pattern's, or what the selection is called."""
    above: str
    """Address of the page of what it belongs to."""
    again: str
    """Address of the page from which it was started."""


def whereabouts_of(sitting: Sitting) -> Whereabouts:
    """From a sitting that was loaded with ``mode__pattern`` and ``selection``."""
    declaration = BY_SLUG[sitting.mode_slug]
    if sitting.mode is not None:
        pattern = sitting.mode.pattern
        return Whereabouts(
            pattern=pattern,
            declaration=declaration,
            title=pattern.title,
            above=reverse("pattern", args=[pattern.slug]),
            again=reverse(declaration.page, args=[pattern.slug]),
        )
    assert sitting.selection is not None
    return Whereabouts(
        pattern=None,
        declaration=declaration,
        title=gettext("Across patterns"),
        above=reverse("study"),
        again=_again(sitting.selection, declaration),
    )


def _again(selection: Selection, declaration: ModeDeclaration) -> str:
    if selection.purpose == Selection.Purpose.MIXED:
        return reverse("mixed-selection", args=[selection.public_id])
    return reverse(declaration.page)
