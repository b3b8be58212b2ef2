"""Programs, runs and runner hosts in the admin."""

from __future__ import annotations

from django.contrib import admin

from quizapp.authoring.admin.read_only import ReadOnlyAdmin
from quizapp.runs.models import Program, Run, RunnerHost


@admin.register(Program)
class ProgramAdmin(ReadOnlyAdmin):
    """What runners execute."""

    list_display = ["__str__", "runtime", "device"]
    list_filter = ["runtime", "device"]
    search_fields = ["digest", "source"]


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    """What was asked of runners, newest first."""

    list_display = ["id", "state", "outcome", "queue", "priority", "attempt", "created_at", "finished_at", "last_fault"]
    list_filter = ["state", "outcome", "queue", "priority"]
    date_hierarchy = "created_at"
    ordering = ["-created_at"]
    search_fields = ["id", "program__digest", "last_fault"]


@admin.register(RunnerHost)
class RunnerHostAdmin(ReadOnlyAdmin):
    """Which runner workers spoke last, and when they are due again."""

    list_display = ["name", "queue", "slots", "selftest_passed", "heartbeat_at", "next_heartbeat_due", "rival_at"]
    list_filter = ["queue", "selftest_passed"]
    ordering = ["queue", "name"]
