"""Subjects, patterns, modes and corrected keys in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from quizapp.authoring.admin.read_only import ReadOnlyAdmin
from quizapp.catalog.models import KeyCorrection, Mode, Pattern, Placement, Subject
from quizapp.catalog.ordering import find_circle


@admin.register(Subject)
class SubjectAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic to the type checker only
    """Shelves, in the order learners see them."""

    list_display = ["title", "slug", "domain", "language", "position"]
    list_filter = ["domain", "language"]
    search_fields = ["slug", "title"]


class ModeInline(admin.TabularInline):  # type: ignore[type-arg]
    """The modes of a pattern; what is in each stands on its own page."""

    model = Mode
    fields = ["slug", "minutes", "position", "badge_name", "badge_icon", "badge_praise"]
    extra = 0
    show_change_link = True


class PatternForm(forms.ModelForm):  # type: ignore[type-arg]
    """Refuses an order of patterns that goes round in a circle."""

    class Meta:
        model = Pattern
        fields = ["slug", "subject", "title", "level", "summary", "position", "after"]

    def clean_after(self) -> Any:
        after = self.cleaned_data["after"]
        before: dict[int, list[int]] = {}
        for pattern, earlier in Pattern.after.through.objects.values_list("from_pattern", "to_pattern"):
            before.setdefault(pattern, []).append(earlier)
        before[self.instance.pk or 0] = [each.pk for each in after]
        if find_circle(self.instance.pk or 0, lambda pattern: before.get(pattern, ())):
            raise ValidationError(gettext("This pattern would come after itself."))
        return after


@admin.register(Pattern)
class PatternAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Ideas to learn, with their modes."""

    list_display = ["title", "slug", "subject", "level", "position", "added_at"]
    list_filter = ["subject", "level"]
    list_select_related = ["subject"]
    search_fields = ["slug", "title", "summary"]
    readonly_fields = ["added_at"]
    form = PatternForm
    filter_horizontal = ["after"]
    inlines = [ModeInline]

    def save_model(self, request: HttpRequest, obj: Pattern, form: forms.ModelForm[Pattern], change: bool) -> None:
        if not change:
            obj.added_at = timezone.now()
        super().save_model(request, obj, form, change)


class PlacementInline(admin.TabularInline):  # type: ignore[type-arg]
    """Which items a mode holds, and in what order."""

    model = Placement
    fields = ["position", "item"]
    autocomplete_fields = ["item"]
    extra = 0


@admin.register(Mode)
class ModeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The modes of all patterns, with the items in each."""

    list_display = ["__str__", "minutes", "items_placed", "badge_name"]
    list_filter = ["slug", "pattern__subject"]
    list_select_related = ["pattern"]
    search_fields = ["pattern__slug", "pattern__title"]
    inlines = [PlacementInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("placements")

    @admin.display(description=gettext_lazy("items"))
    def items_placed(self, mode: Mode) -> int:
        return len(mode.placements.all())


@admin.register(KeyCorrection)
class KeyCorrectionAdmin(ReadOnlyAdmin):
    """Keys that were wrong, what holds instead, and why."""

    list_display = ["revision", "old_key", "new_key", "reason", "corrected_by", "corrected_at"]
    list_select_related = ["revision__item", "corrected_by"]
    ordering = ["-corrected_at"]
