"""What anybody may send from any page."""

from __future__ import annotations

from django import forms

from quizapp.web.theme import Theme


class ThemeForm(forms.Form):
    """The theme that is wanted."""

    theme = forms.TypedChoiceField(choices=[(theme.value, theme.name) for theme in Theme], coerce=Theme)
    back = forms.CharField(required=False, max_length=2000)
    """The page the reader is on, to come back to."""
