"""What learners send from a card."""

from __future__ import annotations

from django import forms

from quizapp.progress.memory import Rating


class WhereForm(forms.Form):
    """The page the learner is on, to come back to."""

    pattern = forms.SlugField(required=False)
    """Empty for the cards of all patterns."""


class RatingForm(WhereForm):
    """How well a card was remembered."""

    revision = forms.IntegerField(min_value=1)
    """What the card said when it was shown."""
    seen = forms.IntegerField(min_value=0)
    """How often it had been rated then."""
    key = forms.UUIDField()
    """The same form, however often it arrives, is one rating."""
    rating = forms.TypedChoiceField(choices=[(rating.value, rating.name) for rating in Rating], coerce=int)


class UndoForm(WhereForm):
    """Takes the last rating back."""

    answer = forms.IntegerField(min_value=1)
