"""Editing a lesson: as the file it is in its pack, because it is prose from end to end."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from quizapp.authoring.form_fields import VerbatimField
from quizapp.catalog.errors import PackInvalid, YamlInvalid
from quizapp.catalog.lesson import Lesson
from quizapp.catalog.schema_faults import validated
from quizapp.catalog.yaml_reader import parse
from quizapp.catalog.yaml_writer import to_yaml

FILE = "lesson.yaml"


class LessonForm(forms.Form):
    """The whole file."""

    text = VerbatimField(rows=40, code=True, label=FILE, help_text=_("YAML, as in a pack."))


class LessonEditor:
    """The one form of a lesson."""

    template = "admin/catalog/item/simple_form.html"

    def __init__(self, posted: QueryDict | None, content: Lesson | None) -> None:
        said = content.model_dump(mode="json", exclude_defaults=True, exclude={"type"}) if content is not None else None
        self.form = LessonForm(posted, initial={"text": to_yaml(said) if said is not None else ""})

    def content(self) -> Lesson | None:
        if not self.form.is_valid():
            return None
        try:
            return validated(Lesson, parse(self.form.cleaned_data["text"], FILE))
        except (YamlInvalid, PackInvalid) as refused:
            for problem in refused.problems:
                self.form.add_error("text", str(problem))
            return None
