"""How the review is shown."""

from django.utils.translation import gettext_lazy as _

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="review",
    title=_("Review"),
    invites=_("What you got wrong comes back until you have it."),
    icon="review",
    page="study",
    tests=False,
)
