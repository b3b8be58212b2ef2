"""Environments and evidence in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from quizapp.authoring.admin.read_only import ReadOnlyAdmin
from quizapp.evidence.models import Environment, Evidence


@admin.register(Environment)
class EnvironmentAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic to the type checker only
    """Where programs are run; here an admin says in which of these a key has to be proven."""

    list_display = ["__str__", "runtime", "device", "cpu_capability", "prover", "origin", "counts", "first_seen_at"]
    list_editable = ["counts"]
    list_filter = ["counts", "runtime", "device", "origin", "prover"]
    ordering = ["-first_seen_at"]
    readonly_fields = [
        "digest",
        "runtime",
        "device",
        "versions",
        "cpu_capability",
        "machine",
        "prover",
        "origin",
        "first_seen_at",
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Environment | None = None) -> bool:
        return False


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """What runs have shown, newest first."""

    list_display = ["program", "verdict", "matched", "runs", "environment", "prover", "shown_at"]
    list_filter = ["verdict", "prover", "environment__runtime", "environment__device"]
    list_select_related = ["program", "environment"]
    search_fields = ["program__digest", "output", "reason"]
