"""Questions whose key is what the shown program prints; a runner proves it."""

from quizapp.catalog.kind import KindDeclaration, QuestionKind

KIND = KindDeclaration(
    kind=QuestionKind.PREDICT_OUTPUT,
    label="Predict the output",
    icon="predict-output",
    asks="Read the code and say what it prints.",
    executed=True,
    needs_snippet=True,
    choices="text",
)
