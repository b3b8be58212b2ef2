"""How the lesson is shown."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="lesson",
    title=_("Lesson"),
    invites=_("Why it works this way: step by step, with your guess before each answer."),
    icon="lesson",
    page="lesson",
    tests=False,
    sits=False,
    holds=ngettext_lazy("%(count)d lesson", "%(count)d lessons", "count"),
)
