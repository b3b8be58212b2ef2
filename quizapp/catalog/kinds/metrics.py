"""Questions about measuring a model and reading what was measured."""

from django.utils.translation import gettext_lazy as _

from quizapp.catalog.kind import KindDeclaration, QuestionKind

KIND = KindDeclaration(
    kind=QuestionKind.METRICS,
    label=_("Metrics"),
    icon="metrics",
    asks=_("Read the numbers and say what they tell."),
)
