"""Form fields that hand on text as its author typed it, and the way from a form's texts to checked content."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from pydantic import TypeAdapter, ValidationError

from quizapp.catalog.content import ContentFault
from quizapp.catalog.schema_faults import content_faults

Model = TypeVar("Model")


class VerbatimField(forms.CharField):
    """Text in which blanks at line ends matter; only the line ends that browsers send are put right."""

    def __init__(self, *, rows: int, code: bool = False, **options: Any) -> None:
        attributes: dict[str, Any] = {"rows": rows, "cols": 100}
        if code:
            attributes |= {"spellcheck": "false", "class": "vLargeTextField code"}
        super().__init__(strip=False, required=False, widget=forms.Textarea(attrs=attributes), **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class LineField(forms.CharField):
    """One line of prose; whether it may be missing is for the content to say."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(attrs={"class": "vTextField"}), **options)


def said(values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` without what was left empty, as a file would leave it out."""
    return {
        name: value
        for name, value in values.items()
        if not (value is None or (isinstance(value, str) and not value.strip()))
    }


def checked(model: type[Model], raw: Mapping[str, Any], show: Callable[[ContentFault], None]) -> Model | None:
    """``raw`` as content; ``None`` when it is refused, after each fault was shown."""
    try:
        return TypeAdapter(model).validate_json(json.dumps(raw))
    except ValidationError as error:
        for fault in content_faults(error):
            show(fault)
        return None
