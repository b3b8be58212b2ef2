"""How practice is shown."""

from django.utils.translation import gettext_lazy as _

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="practice",
    title=_("Practice"),
    invites=_("No clock and no score to lose: try, read why, try again."),
    icon="practice",
    page="practice",
    tests=False,
)
