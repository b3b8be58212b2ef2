"""What to mix."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext

from quizapp.catalog.kinds import declared_kinds
from quizapp.catalog.models import Pattern
from quizapp.web.levels import EASES, name_of

COUNTS = (5, 10, 15, 20)
"""How many questions, and how many minutes."""


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, str(declared.label)) for kind, declared in declared_kinds().items()]


def _eases() -> list[tuple[str, str]]:
    return [(ease, name_of(ease)) for ease in EASES]


def _counts() -> list[tuple[int, str]]:
    said = gettext("%(questions)s questions in %(minutes)s minutes")
    return [(count, said % {"questions": count, "minutes": count}) for count in COUNTS]


class MixForm(forms.Form):
    """Nothing chosen of a list means all of it."""

    patterns = forms.ModelMultipleChoiceField(
        queryset=Pattern.objects.none(), to_field_name="slug", required=False, widget=forms.CheckboxSelectMultiple
    )
    kinds = forms.MultipleChoiceField(choices=_kinds, required=False, widget=forms.CheckboxSelectMultiple)
    levels = forms.MultipleChoiceField(choices=_eases, required=False, widget=forms.CheckboxSelectMultiple)
    count = forms.TypedChoiceField(
        choices=_counts,
        coerce=int,
        initial=10,
        widget=forms.RadioSelect,
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    """The same form, however often it arrives, makes one selection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        patterns = self.fields["patterns"]
        assert isinstance(patterns, forms.ModelMultipleChoiceField)
        patterns.queryset = (
            Pattern.objects.learnable().select_related("subject").order_by("subject__position", "position")
        )
