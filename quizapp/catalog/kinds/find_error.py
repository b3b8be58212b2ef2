"""Questions about a program that does not do what it should."""

from django.utils.translation import gettext_lazy as _

from quizapp.catalog.kind import KindDeclaration, QuestionKind

KIND = KindDeclaration(
    kind=QuestionKind.FIND_ERROR,
    label=_("Find the error"),
    icon="find-error",
    asks=_("Find what is wrong with the code."),
    needs_snippet=True,
)
