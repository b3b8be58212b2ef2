"""Questions about which model fits a task."""

from quizapp.catalog.kind import KindDeclaration, QuestionKind

KIND = KindDeclaration(
    kind=QuestionKind.MODEL_CHOICE,
    label="Model choice",
    icon="model-choice",
    asks="Pick the model that fits the task and its limits.",
)
