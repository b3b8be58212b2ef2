"""Questions about measuring a model and reading what was measured."""

from quizapp.catalog.kind import KindDeclaration, QuestionKind

KIND = KindDeclaration(
    kind=QuestionKind.METRICS,
    label="Metrics",
    icon="metrics",
    asks="Read the numbers and say what they tell.",
)
