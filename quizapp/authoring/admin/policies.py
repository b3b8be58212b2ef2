"""Policies in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from pydantic import ValidationError as TermsInvalid

from quizapp.catalog.schema_faults import content_faults
from quizapp.sittings.models import Policy


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]  # generic to the type checker only
    """Refuses terms that contradict each other."""

    class Meta:
        model = Policy
        fields = [
            "slug",
            "name",
            "mode_slug",
            "mode",
            "group",
            "clock",
            "attempts",
            "hints",
            "reveal",
            "extra_time",
            "idle_minutes",
            "counts",
            "grace_seconds",
            "opens_at",
            "closes_at",
        ]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            policy = Policy(**(cleaned or {}))
            try:
                policy.terms()
            except TermsInvalid as error:
                raise ValidationError([fault.message for fault in content_faults(error)]) from error
        return cleaned


@admin.register(Policy)
class PolicyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic to the type checker only
    """Under which terms learners sit; a sitting keeps the terms it began with."""

    form = PolicyForm
    list_display = ["name", "slug", "mode_slug", "mode", "group", "clock", "attempts", "hints", "reveal", "counts"]
    list_filter = ["mode_slug", "group", "clock", "reveal", "counts"]
    list_select_related = ["mode__pattern", "group"]
    search_fields = ["slug", "name"]
    raw_id_fields = ["mode"]
