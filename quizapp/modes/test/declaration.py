"""How the test is shown."""

from django.utils.translation import gettext_lazy as _

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="test",
    title=_("Test"),
    invites=_("Ten questions, easy to hard: is this pattern strong, and if not, what would help?"),
    icon="test",
    page="test",
    tests=True,
    draws=10,
)
