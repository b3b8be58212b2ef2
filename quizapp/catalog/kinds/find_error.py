"""Questions about a program that does not do what it should."""

from quizapp.catalog.kind import KindDeclaration, QuestionKind

KIND = KindDeclaration(
    kind=QuestionKind.FIND_ERROR,
    label="Find the error",
    icon="find-error",
    asks="Find what is wrong with the code.",
    needs_snippet=True,
)
