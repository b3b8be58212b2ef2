"""What learners send about their progress: badges shared, bookmarks, how they want to study."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quizapp.accounts.models import Learner
from quizapp.progress.models import StudySettings

EXTRA_TIME = (1.0, 1.25, 1.5, 2.0, 3.0)
"""Factors on every clock that a learner may choose; staff may grant others."""


class ShareForm(forms.Form):
    """Shares a badge, or takes it back."""

    shared = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda answer: answer == "yes")


class BookmarkForm(forms.Form):
    """Keeps a bookmark, or drops it."""

    revision = forms.IntegerField(min_value=1)
    """Any revision of the item."""
    kept = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda answer: answer == "yes")
    back = forms.CharField(required=False, max_length=500)
    """The page to come back to."""


class SwitchForm(forms.Form):
    """Turns one setting on or off from the page where it is felt."""

    what = forms.ChoiceField(choices=[(name, name) for name in ("shortcuts", "clock_hidden")])
    value = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda answer: answer == "yes")
    back = forms.CharField(required=False, max_length=500)
    """The page to come back to."""


class StudySettingsForm(forms.Form):
    """How a learner wants to study."""

    new_cards_a_day = forms.IntegerField(min_value=0, max_value=200, label=_("New cards a day, at most"))
    reviews_a_day = forms.IntegerField(
        min_value=0,
        max_value=2000,
        label=_("Cards to review a day, at most"),
        help_text=_("Reviews come before new cards."),
    )
    extra_time = forms.TypedChoiceField(
        coerce=float,
        label=_("Time on every clock"),
        help_text=_("Counts like any other sitting, and shows to nobody."),
    )
    shortcuts = forms.BooleanField(required=False, label=_("Single keys choose, submit and rate"))
    clock_hidden = forms.BooleanField(required=False, label=_("Hide the clock while it runs"))
    streak_hidden = forms.BooleanField(required=False, label=_("Hide my streak"))

    def __init__(self, data: Any = None, *, learner: Learner | None, settings: StudySettings) -> None:
        current = learner.extra_time if learner is not None else 1.0
        initial = {
            "new_cards_a_day": settings.new_cards_a_day,
            "reviews_a_day": settings.reviews_a_day,
            "extra_time": current,
            "shortcuts": settings.shortcuts,
            "clock_hidden": settings.clock_hidden,
            "streak_hidden": settings.streak_hidden,
        }
        super().__init__(data, initial=initial)
        field = self.fields["extra_time"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(factor, _said(factor)) for factor in sorted({*EXTRA_TIME, current})]


def _said(factor: float) -> str:
    return gettext("As set") if factor == 1 else gettext("%(factor)s times as long") % {"factor": f"{factor:g}"}
