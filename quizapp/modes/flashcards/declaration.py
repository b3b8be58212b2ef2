"""How flashcards are shown."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="flashcards",
    title=_("Flashcards"),
    invites=_("Recall, rate yourself, and meet each card again just before you would forget it."),
    icon="flashcards",
    page="flashcards",
    tests=False,
    sits=False,
    holds=ngettext_lazy("%(count)d card", "%(count)d cards", "count"),
)
