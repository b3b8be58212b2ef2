"""Editing an open question."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from quizapp.authoring.form_fields import VerbatimField, checked, said
from quizapp.catalog.content import ContentFault, Level, OpenQuestion
from quizapp.web.levels import NAMES


class OpenQuestionForm(forms.Form):
    """Something to explain, and the concepts a good answer covers."""

    level = forms.ChoiceField(label=_("Level"), choices=[(level.value, NAMES[level.value]) for level in Level])
    prompt = VerbatimField(label=_("Prompt"), rows=4, help_text=_("Markdown."))
    nudge = VerbatimField(label=_("Nudge"), rows=2, help_text=_("What to think of when stuck."))
    concepts = VerbatimField(label=_("Concepts"), rows=6, help_text=_("One concept in each line, two to eight."))


class OpenQuestionEditor:
    """The one form of an open question."""

    template = "admin/catalog/item/simple_form.html"

    def __init__(self, posted: QueryDict | None, content: OpenQuestion | None) -> None:
        initial = content.model_dump(mode="json") if content is not None else {}
        initial["concepts"] = "\n".join(initial.get("concepts", ()))
        self.form = OpenQuestionForm(posted, initial=initial)

    def content(self) -> OpenQuestion | None:
        if not self.form.is_valid():
            return None
        raw = said(self.form.cleaned_data)
        raw["concepts"] = [line.strip() for line in raw.get("concepts", "").split("\n") if line.strip()]
        return checked(OpenQuestion, raw, self._show)

    def _show(self, fault: ContentFault) -> None:
        name = str(fault.path[0]) if fault.path else ""
        self.form.add_error(name if name in self.form.fields else None, fault.message)
