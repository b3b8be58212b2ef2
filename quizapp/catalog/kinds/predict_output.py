"""Questions whose key is what the shown program prints; a runner proves it."""

from django.utils.translation import gettext_lazy as _

from quizapp.catalog.kind import KindDeclaration, QuestionKind

KIND = KindDeclaration(
    kind=QuestionKind.PREDICT_OUTPUT,
    label=_("Predict the output"),
    icon="predict-output",
    asks=_("Read the code and say what it prints."),
    executed=True,
    needs_snippet=True,
    choices="text",
)
