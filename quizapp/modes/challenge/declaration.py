"""How the challenge is shown."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="challenge",
    title=_("Challenge"),
    invites=_("Every problem has a clock. Get all of them right and the badge is yours."),
    icon="challenge",
    page="challenge",
    tests=True,
    holds=ngettext_lazy("%(count)d problem", "%(count)d problems", "count"),
)
