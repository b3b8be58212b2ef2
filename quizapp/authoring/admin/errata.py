"""What learners reported, with what an author needs to judge it, and the errata of questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from quizapp.accounts.models import User
from quizapp.errata.models import LONGEST_ERRATUM, Erratum, Objection
from quizapp.errata.objecting import note_reply


class ReplyForm(forms.ModelForm):  # type: ignore[type-arg]  # generic to the type checker only
    """Status and reply, which the learner sees, and what the question itself shall say."""

    erratum = forms.CharField(
        required=False,
        max_length=LONGEST_ERRATUM,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "One line that the question openly says of its error from now on. Leave it empty to add none."
        ),
    )

    class Meta:
        model = Objection
        fields = ["status", "reply"]


@admin.register(Objection)
class ObjectionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic to the type checker only
    """The inbox of authors: new ones first; learners see status and reply."""

    form = ReplyForm
    list_display = ["revision", "about", "status", "made_at", "replied_by"]
    list_filter = ["status", "about", "revision__item__pattern"]
    list_select_related = ["revision__item", "replied_by"]
    search_fields = ["text", "revision__item__slug"]
    readonly_fields = ["question", "about", "text", "answered", "evidence_found", "made_at", "replied_by", "replied_at"]
    fields = [*readonly_fields, "status", "reply", "erratum"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=gettext_lazy("revision"))
    def question(self, objection: Objection) -> SafeString:
        address = reverse("admin:catalog_itemrevision_change", args=[objection.revision_id])
        return format_html('<a href="{}">{}</a>', address, objection.revision)

    @admin.display(description=gettext_lazy("answered"))
    def answered(self, objection: Objection) -> str:
        """What the learner had chosen, in words."""
        question = objection.revision.question
        return " / ".join(question.choice(choice).shown for choice in objection.choices) or gettext("nothing")

    @admin.display(description=gettext_lazy("evidence at that time"))
    def evidence_found(self, objection: Objection) -> str:
        found = objection.evidence
        if found is None:
            return gettext("nothing is executed")
        said = gettext("%(found)s (%(runs)s runs, %(day)s)")
        return said % {"found": found, "runs": found.runs, "day": f"{found.shown_at:%Y-%m-%d}"}

    def save_model(self, request: HttpRequest, obj: Objection, form: ReplyForm, change: bool) -> None:
        assert isinstance(request.user, User)
        note_reply(obj, request.user, timezone.now(), form.cleaned_data.get("erratum", ""))


@admin.register(Erratum)
class ErratumAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic to the type checker only
    """What questions openly say of their errors."""

    list_display = ["item", "text", "made_by", "made_at"]
    list_select_related = ["item", "made_by"]
    search_fields = ["item__slug", "text"]
    autocomplete_fields = ["item"]
    fields = ["item", "text"]

    def save_model(self, request: HttpRequest, obj: Erratum, form: Any, change: bool) -> None:
        if not change:
            assert isinstance(request.user, User)
            obj.made_by, obj.made_at = request.user, timezone.now()
        super().save_model(request, obj, form, change)
