"""What learners send from a lesson."""

from __future__ import annotations

from django import forms


class CommitForm(forms.Form):
    """A choice at one of the lesson's prompts."""

    part = forms.RegexField(r"^(step|myth)\.[a-z0-9._-]+$", max_length=100)
    choice = forms.CharField(max_length=80)
    revision = forms.IntegerField(min_value=1)
    """What the lesson said when it was read."""
    key = forms.UUIDField()
    """Tells who a newcomer's first form, sent twice, belongs to."""
    everything = forms.BooleanField(required=False)
    """Whether the page showed everything, to come back to."""
