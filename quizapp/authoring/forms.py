"""What people send when they decide something about a question."""

from __future__ import annotations

from django import forms


class DecisionForm(forms.Form):
    """Why something was decided."""

    reason = forms.CharField(max_length=600)
