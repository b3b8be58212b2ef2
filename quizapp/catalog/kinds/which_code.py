"""Questions whose choices are pieces of code."""

from django.utils.translation import gettext_lazy as _

from quizapp.catalog.kind import KindDeclaration, QuestionKind

KIND = KindDeclaration(
    kind=QuestionKind.WHICH_CODE,
    label=_("Which code is right"),
    icon="which-code",
    asks=_("Pick the code that does what is asked."),
    choices="code",
)
