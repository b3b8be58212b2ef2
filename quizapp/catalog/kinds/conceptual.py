"""Questions about what an idea means and why it holds."""

from django.utils.translation import gettext_lazy as _

from quizapp.catalog.kind import KindDeclaration, QuestionKind

KIND = KindDeclaration(
    kind=QuestionKind.CONCEPTUAL,
    label=_("Concept"),
    icon="concept",
    asks=_("Say what an idea means and why it holds."),
)
