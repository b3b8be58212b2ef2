"""How the cheat sheet is shown."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="cheat-sheet",
    title=_("Cheat sheet"),
    invites=_("The whole pattern on one page: recall it, quiz yourself, print it."),
    icon="cheat-sheet",
    page="cheat-sheet",
    tests=False,
    holds=ngettext_lazy("%(count)d entry", "%(count)d entries", "count"),
)
