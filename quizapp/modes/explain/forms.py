"""What learners send when they explain."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 20_000
"""Characters of an explanation."""


class ExplanationForm(forms.Form):
    """The explanation."""

    text = forms.CharField(
        max_length=LONGEST,
        label=_("Your explanation"),
        widget=forms.Textarea(attrs={"rows": 10, "maxlength": LONGEST, "spellcheck": "true"}),
        error_messages={"required": _("Write something first, if only a few words.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    """The same form, however often it arrives, is one explanation."""
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    """What the question said when it was read."""


class TicksForm(forms.Form):
    """The concepts that the explanation covers, by number from 0."""

    covered = forms.TypedMultipleChoiceField(
        coerce=int, required=False, choices=[(number, number) for number in range(8)]
    )
