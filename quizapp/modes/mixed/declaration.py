"""How mixed questions are shown."""

from django.utils.translation import gettext_lazy as _

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="mixed",
    title=_("Mixed questions"),
    invites=_("As in an interview: questions over patterns of your choice, a minute each, one clock."),
    icon="mixed",
    page="mixed",
    tests=True,
)
