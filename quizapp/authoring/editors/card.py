"""Editing a card."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from quizapp.authoring.form_fields import VerbatimField, checked, said
from quizapp.catalog.content import Card, ContentFault, Level
from quizapp.web.levels import NAMES


class CardForm(forms.Form):
    """A prompt and what to compare one's memory with."""

    level = forms.ChoiceField(label=_("Level"), choices=[(level.value, NAMES[level.value]) for level in Level])
    front = VerbatimField(label=_("Front"), rows=3, help_text=_("Markdown."))
    back = VerbatimField(label=_("Back"), rows=5, help_text=_("Markdown."))


class CardEditor:
    """The one form of a card."""

    template = "admin/catalog/item/simple_form.html"

    def __init__(self, posted: QueryDict | None, content: Card | None) -> None:
        initial = content.model_dump(mode="json") if content is not None else {}
        self.form = CardForm(posted, initial=initial)

    def content(self) -> Card | None:
        if not self.form.is_valid():
            return None
        return checked(Card, said(self.form.cleaned_data), self._show)

    def _show(self, fault: ContentFault) -> None:
        name = str(fault.path[0]) if fault.path else ""
        self.form.add_error(name if name in self.form.fields else None, fault.message)
