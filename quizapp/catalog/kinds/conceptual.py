"""Questions about what an idea means and why it holds."""

from quizapp.catalog.kind import KindDeclaration, QuestionKind

KIND = KindDeclaration(
    kind=QuestionKind.CONCEPTUAL,
    label="Concept",
    icon="concept",
    asks="Say what an idea means and why it holds.",
)
