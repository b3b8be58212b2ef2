"""What the pages of a question are asked for."""

from __future__ import annotations

from django import forms

from runner.explained import MAX_TRACE_STEPS


class StepForm(forms.Form):
    """Which step of the trace to show."""

    step = forms.IntegerField(min_value=1, max_value=MAX_TRACE_STEPS, required=False)


class GuessForm(forms.Form):
    """Which change to look at, and what it may print."""

    change = forms.IntegerField(min_value=1, max_value=99, required=False)
    guess = forms.IntegerField(min_value=1, max_value=99, required=False)
