"""What to mix."""

from __future__ import annotations

from typing import Any

from django import forms

from quizapp.catalog.kinds import declared_kinds
from quizapp.catalog.models import Pattern
from quizapp.web.levels import EASES

COUNTS = (5, 10, 15, 20)
"""How many questions, and how many minutes."""


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, declared.label) for kind, declared in declared_kinds().items()]


class MixForm(forms.Form):
    """Nothing chosen of a list means all of it."""

    patterns = forms.ModelMultipleChoiceField(
        queryset=Pattern.objects.none(), to_field_name="slug", required=False, widget=forms.CheckboxSelectMultiple
    )
    kinds = forms.MultipleChoiceField(choices=_kinds, required=False, widget=forms.CheckboxSelectMultiple)
    levels = forms.MultipleChoiceField(
        choices=[(ease, ease) for ease in EASES], required=False, widget=forms.CheckboxSelectMultiple
    )
    count = forms.TypedChoiceField(
        choices=[(count, f"{count} questions in {count} minutes") for count in COUNTS],
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
