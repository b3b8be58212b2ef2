"""Questions whose choices are pieces of code."""

from quizapp.catalog.kind import KindDeclaration, QuestionKind

KIND = KindDeclaration(
    kind=QuestionKind.WHICH_CODE,
    label="Which code is right",
    icon="which-code",
    asks="Pick the code that does what is asked.",
    choices="code",
)
