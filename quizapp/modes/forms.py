"""What learners send from the pages of a sitting."""

from __future__ import annotations

from django import forms


class StartForm(forms.Form):
    """Begins a sitting."""

    start_key = forms.UUIDField()
    """The same form, however often it arrives, begins one sitting."""
    untimed = forms.BooleanField(required=False)
    """Without the clock, where there is one."""


class AnswerForm(forms.Form):
    """One attempt at a problem."""

    choice = forms.CharField(max_length=80)
    key = forms.UUIDField()
    """The same form, however often it arrives, is one attempt."""
