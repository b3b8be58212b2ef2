"""How explaining is shown."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from quizapp.modes.declaration import ModeDeclaration

MODE = ModeDeclaration(
    slug="explain",
    title=_("Explain it"),
    invites=_("Write it in your own words, then see which concepts you covered."),
    icon="pen",
    page="explain",
    tests=False,
    sits=False,
    holds=ngettext_lazy("%(count)d open question", "%(count)d open questions", "count"),
)
