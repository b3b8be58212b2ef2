"""Questions about the settings of training."""

from django.utils.translation import gettext_lazy as _

from quizapp.catalog.kind import KindDeclaration, QuestionKind

KIND = KindDeclaration(
    kind=QuestionKind.HYPERPARAMETER,
    label=_("Hyperparameters"),
    icon="hyperparameter",
    asks=_("Pick the setting that makes training work."),
)
