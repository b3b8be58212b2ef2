"""Editing a question: its texts, its snippet, its choices with the key among them, and its explanation."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quizapp.authoring.form_fields import LineField, VerbatimField, checked, said
from quizapp.catalog.content import ContentFault, Level, Question, QuestionKind
from quizapp.catalog.kinds import kind_of
from quizapp.catalog.yaml_reader import FieldPath
from quizapp.web.levels import NAMES
from runner.comparison import RELATIONS

MOST_CHOICES: Final = 8
MOST_STEPS: Final = 8
SPARE: Final = 2
"""Empty choices and steps below those that there are."""


class QuestionForm(forms.Form):
    """Everything of a question that it has once."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.value, kind_of(kind).label) for kind in QuestionKind])
    title = LineField(label=_("Title"))
    level = forms.ChoiceField(label=_("Level"), choices=[(level.value, NAMES[level.value]) for level in Level])
    stem = VerbatimField(label=_("Stem"), rows=5, help_text=_("Markdown."))
    snippet_source = VerbatimField(
        label=_("Snippet source"), rows=12, code=True, help_text=_("Code shown with the question, if any.")
    )
    snippet_runtime = LineField(label=_("Snippet runtime"), initial="pytorch")
    snippet_device = forms.ChoiceField(
        label=_("Snippet device"), choices=[("cpu", "cpu"), ("cuda", "cuda")], initial="cpu"
    )
    compare_relation = forms.ChoiceField(
        label=_("Compare relation"),
        choices=[(name, name) for name in RELATIONS],
        initial="lines",
        help_text=_("When the output of a run equals the text of a choice."),
    )
    compare_tolerance = forms.FloatField(
        label=_("Compare tolerance"), required=False, help_text=_("With relation numbers only.")
    )
    key = forms.IntegerField(label=_("Key"), required=False)
    hint = VerbatimField(label=_("Hint"), rows=2, help_text=_("Helps on without telling the key."))
    final_answer = VerbatimField(label=_("Final answer"), rows=2)
    quick_check = VerbatimField(
        label=_("Quick check"), rows=2, help_text=_("How to see quickly that the answer is right.")
    )
    mnemonic = VerbatimField(label=_("Mnemonic"), rows=2)
    seconds = forms.IntegerField(label=_("Seconds"), initial=120, help_text=_("Length of the clock in a challenge."))
    shuffle = forms.BooleanField(
        label=_("Shuffle"), required=False, initial=True, help_text=_("Choices come in another order each time.")
    )


class ChoiceForm(forms.Form):
    """One option: a text or a piece of code."""

    id = LineField(label=_("Id"), help_text=_("Names the idea; learners can see it in the page's source."))
    text = VerbatimField(
        label=_("Text"), rows=2, help_text=_("Markdown; for a predicted output the literal text printed.")
    )
    code = VerbatimField(label=_("Code"), rows=4, code=True, help_text=_("Instead of a text."))
    rationale = VerbatimField(label=_("Rationale"), rows=2, help_text=_("Why it is, or is not, the answer."))
    pin_last = forms.BooleanField(
        label=_("Pin last"), required=False, help_text=_("Stays last when the others are shuffled.")
    )


class StepForm(forms.Form):
    """One step of the explanation."""

    step = VerbatimField(label=_("Step"), rows=2)


class QuestionEditor:
    """The forms of a question, which stand and fall together."""

    template = "admin/catalog/item/question_form.html"

    def __init__(self, posted: QueryDict | None, content: Question | None) -> None:
        choices = [choice.model_dump(mode="json") for choice in content.choices] if content is not None else []
        steps = [{"step": step} for step in content.explanation.steps] if content is not None else []
        self._origin = content.origin if content is not None else None
        self.form = QuestionForm(posted, initial=_initial(content))
        self.choices = _formset(ChoiceForm, len(choices), MOST_CHOICES)(posted, initial=choices, prefix="choices")
        self.steps = _formset(StepForm, len(steps), MOST_STEPS)(posted, initial=steps, prefix="steps")

    @property
    def key_row(self) -> int | None:
        """The number of the choice marked as the key."""
        marked = self.form["key"].value()
        return int(marked) if str(marked or "").isdigit() or marked == 0 else None

    @property
    def has_errors(self) -> bool:
        return any([self.form.errors, *self.choices.errors, *self.steps.errors, self.choices.non_form_errors()])

    def question_fields(self) -> list[forms.BoundField]:
        return [self.form[name] for name in ("kind", "title", "level", "stem", "hint", "seconds", "shuffle")]

    def snippet_fields(self) -> list[forms.BoundField]:
        return [field for field in self.form if field.name.startswith(("snippet_", "compare_"))]

    def explanation_fields(self) -> list[forms.BoundField]:
        return [self.form[name] for name in ("final_answer", "quick_check", "mnemonic")]

    def content(self) -> Question | None:
        if not all([self.form.is_valid(), self.choices.is_valid(), self.steps.is_valid()]):
            return None
        self._choice_rows = [form for form in self.choices.forms if said(form.cleaned_data | {"pin_last": None})]
        self._step_rows = [form for form in self.steps.forms if form.cleaned_data.get("step", "").strip()]
        return checked(Question, self._raw(), self._show)

    def _raw(self) -> dict[str, Any]:
        fields: dict[str, Any] = self.form.cleaned_data
        once = ("kind", "title", "level", "stem", "hint", "mnemonic", "seconds", "shuffle")
        raw = said({name: fields[name] for name in once})
        if fields["snippet_source"].strip():
            raw["snippet"] = said({name: fields[f"snippet_{name}"] for name in ("source", "runtime", "device")})
        raw["compare"] = said({name: fields[f"compare_{name}"] for name in ("relation", "tolerance")})
        raw["choices"] = [said(form.cleaned_data) for form in self._choice_rows]
        raw["key"] = self._key()
        raw["explanation"] = said({name: fields[name] for name in ("final_answer", "quick_check")})
        raw["explanation"]["steps"] = [form.cleaned_data["step"] for form in self._step_rows]
        if self._origin is not None:
            raw["origin"] = self._origin.model_dump(mode="json")  # not for an author to change: it says whose it is
        return said(raw)

    def _key(self) -> str:
        row = self.form.cleaned_data["key"]
        if row is None or not 0 <= row < len(self.choices.forms):
            return ""
        key: str = self.choices.forms[row].cleaned_data.get("id", "")
        return key

    def _show(self, fault: ContentFault) -> None:
        """At the field that the fault is about, or above all of them."""
        match fault.path:
            case ("choices", int(row), *rest) if row < len(self._choice_rows):
                _add(self._choice_rows[row], rest[-1:], fault.message)
            case ("explanation", "steps", int(row)) if row < len(self._step_rows):
                _add(self._step_rows[row], ["step"], fault.message)
            case ("explanation", "steps"):
                self.form.add_error(None, gettext("the explanation's steps: %(fault)s") % {"fault": fault.message})
            case ("choices",):
                self.form.add_error(None, gettext("the choices: %(fault)s") % {"fault": fault.message})
            case ("snippet",):
                self.form.add_error("snippet_source", fault.message)
            case ("compare",):
                self.form.add_error("compare_relation", fault.message)
            case ("key",):
                self.form.add_error("key", gettext("mark one of the choices as the key"))
            case ("snippet" | "compare" as group, str(name), *_):
                _add(self.form, [f"{group}_{name}"], fault.message)
            case path:
                _add(self.form, path[-1:], fault.message)


def _add(form: forms.Form, name: list[str | int] | FieldPath, message: str) -> None:
    known = bool(name) and name[0] in form.fields
    form.add_error(str(name[0]) if known else None, message)


def _formset(form: type[forms.Form], filled: int, most: int) -> type[forms.BaseFormSet[Any]]:
    least = 4 if form is ChoiceForm else 3
    extra = max(min(SPARE, most - filled), least - filled)
    return forms.formset_factory(form, extra=extra, max_num=most, absolute_max=most, validate_max=True)


def _initial(content: Question | None) -> dict[str, Any] | None:
    if content is None:
        return None
    said_once = content.model_dump(mode="json", include={*QuestionForm.base_fields} - {"key"})
    snippet = content.snippet
    return {
        **said_once,
        "snippet_source": snippet.source if snippet else "",
        "snippet_runtime": snippet.runtime if snippet else "pytorch",
        "snippet_device": snippet.device if snippet else "cpu",
        "compare_relation": content.compare.relation,
        "compare_tolerance": content.compare.tolerance,
        "key": [choice.id for choice in content.choices].index(content.key),
        "final_answer": content.explanation.final_answer,
        "quick_check": content.explanation.quick_check,
    }
