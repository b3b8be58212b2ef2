"""What the style page shows of each part: made-up texts and numbers."""

from __future__ import annotations

from typing import Final

from django import forms
from django.contrib.messages import constants
from django.utils.translation import gettext_lazy as _

from quizapp.web.charts.bars import bars
from quizapp.web.charts.chart import Datum
from quizapp.web.charts.columns import columns

COLOURS: Final = (
    *("page", "sheet", "sunk", "ink", "ink-soft", "line", "line-strong"),
    *("accent", "accent-strong", "accent-soft", "mark"),
    *("right", "right-soft", "wrong", "wrong-soft", "care", "care-soft"),
)
"""Names of the custom properties in ``static/css/tokens.css``."""

NOTES: Final = {
    constants.INFO: _("Something worth knowing."),
    constants.SUCCESS: _("What you asked for was done."),
    constants.WARNING: _("This needs your attention before you go on."),
    constants.ERROR: _("This did not work, and here is what to do."),
}

PROGRAM: Final = """import torch

scores = torch.tensor([[2.0, 0.5], [0.1, 1.9]])
labels = torch.tensor([0, 1])  # one class for each row
loss = torch.nn.functional.cross_entropy(scores, labels)
print(f"{loss.item():.3f}", scores.argmax(dim=1) == labels)
"""

PROSE: Final = """A line with *stress*, **weight**, `code` and a [link](/). A formula in a line: $\\hat y = Wx + b$.

$$\\mathrm{softmax}(x)_i = \\frac{e^{x_i}}{\\sum_j e^{x_j}}$$

- one thing
- another thing

| layer | shape |
|---|---|
| input | (8, 3, 224, 224) |
| pooled | (8, 512, 1, 1) |
"""

BARS: Final = bars(
    _("First answers"),
    [
        Datum("A. torch.Size([3])", 9),
        Datum("B. torch.Size([3, 3])", 41, "right"),
        Datum("C. RuntimeError", 14),
        Datum("D. torch.Size([3, 1])", 0),
    ],
    of=_("Choice"),
    unit=_("Learners"),
)
COLUMNS: Final = columns(
    _("Points on the board"),
    [
        Datum(str(points), learners, "me" if points == 400 else "")
        for points, learners in ((0, 1), (100, 3), (200, 6), (300, 11), (400, 8), (500, 4))
    ],
    of=_("Points"),
    unit=_("Learners"),
)


class SpecimenForm(forms.Form):
    """A field of each sort."""

    name = forms.CharField(label=_("Text"), help_text=_("What it is for stands below the field."))
    choice = forms.ChoiceField(label=_("Choice"), choices=[("one", _("One")), ("two", _("Two"))])
    text = forms.CharField(label=_("Long text"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label=_("A tick"), required=False)


def refused_form() -> SpecimenForm:
    """As it comes back when something is missing."""
    return SpecimenForm({"name": "", "choice": "one", "text": "Some words."})
