"""Questions about which model fits a task."""

from django.utils.translation import gettext_lazy as _

from quizapp.catalog.kind import KindDeclaration, QuestionKind

KIND = KindDeclaration(
    kind=QuestionKind.MODEL_CHOICE,
    label=_("Model choice"),
    icon="model-choice",
    asks=_("Pick the model that fits the task and its limits."),
)
