"""What learners send about a question that they think is wrong."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from quizapp.errata.models import LONGEST_TEXT, Objection


class ObjectionForm(forms.Form):
    """An objection to a question's revision."""

    about = forms.ChoiceField(choices=Objection.About.choices, label=_("What is wrong?"))
    text = forms.CharField(
        max_length=LONGEST_TEXT,
        label=_("Tell us more"),
        help_text=_("What you saw, what you expected, and why. Your answer and what we know of the key go along."),
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST_TEXT}),
        error_messages={"required": _("Say in a few words what is wrong.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    """The same form, however often it arrives, is one objection."""
