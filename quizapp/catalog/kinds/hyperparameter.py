"""Questions about the settings of training."""

from quizapp.catalog.kind import KindDeclaration, QuestionKind

KIND = KindDeclaration(
    kind=QuestionKind.HYPERPARAMETER,
    label="Hyperparameters",
    icon="hyperparameter",
    asks="Pick the setting that makes training work.",
)
