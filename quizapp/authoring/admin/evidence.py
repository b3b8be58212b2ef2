"""Environments and evidence in the admin."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from quizapp.authoring import drifting
from quizapp.authoring.admin.read_only import ReadOnlyAdmin
from quizapp.evidence import reverifying
from quizapp.evidence.classing import ALARMS
from quizapp.evidence.drift import withdraw_in
from quizapp.evidence.gate import publish_ready
from quizapp.evidence.models import Drift, Environment, Evidence, Explained, Reverification


@admin.register(Environment)
class EnvironmentAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic to the type checker only
    """Where programs are run; here an admin says in which of these a key has to be proven."""

    list_display = [
        "__str__",
        "runtime",
        "device",
        "cpu_capability",
        "prover",
        "origin",
        "counts",
        "doubt",
        "first_seen_at",
    ]
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
        "doubt",
        "first_seen_at",
    ]
    exclude = ["contradicted"]
    actions = ["believe"]

    @admin.action(description=gettext_lazy("Believe again what is shown there"), permissions=["change"])
    def believe(self, request: HttpRequest, chosen: QuerySet[Environment]) -> None:
        for environment in chosen:
            environment.contradicted.clear()
        chosen.update(doubt="")
        publish_ready(timezone.now())

    def save_model(self, request: HttpRequest, obj: Environment, form: Any, change: bool) -> None:
        """An environment that begins to count has its differences followed, and the bank proven in it."""
        super().save_model(request, obj, form, change)
        if "counts" in form.changed_data and obj.counts and settings.RUNNER != "none":
            now = timezone.now()
            withdraw_in(obj, now)
            reverifying.begin(obj, now)

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


class StateFilter(admin.SimpleListFilter):
    """What waits for somebody, by default."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("all", gettext_lazy("everything noted")), ("alarms", gettext_lazy("alarms, settled or not"))]

    def choices(self, changelist: Any) -> Any:
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": gettext_lazy("waiting for somebody"),
        }
        yield from list(super().choices(changelist))[1:]

    def queryset(self, request: HttpRequest, rows: QuerySet[Drift]) -> QuerySet[Drift]:
        if self.value() == "all":
            return rows
        alarms = rows.filter(difference__in=ALARMS)
        return alarms if self.value() == "alarms" else alarms.filter(settled_at__isnull=True)


@admin.register(Drift)
class DriftAdmin(ReadOnlyAdmin):
    """The queue of what showed something else than before, newest first."""

    list_display = ["difference", "questions", "shown_before", "shown_now", "where", "noted_at", "settlement"]
    list_filter = [StateFilter, "difference", "after__environment"]
    list_select_related = ["before", "after__program", "after__environment"]
    search_fields = ["after__program__digest", "after__output", "before__output"]

    @admin.display(description=gettext_lazy("questions"))
    def questions(self, drift: Drift) -> str:
        digest = drift.after.expectation_digest
        revisions = drift.after.program.revisions.filter(Q(expectation_digest=digest) | Q(proof_digest=digest))
        slugs = revisions.order_by("item__slug").values_list("item__slug", flat=True).distinct()
        return ", ".join(slugs) or str(drift.after.program)

    @admin.display(description=gettext_lazy("before"))
    def shown_before(self, drift: Drift) -> str:
        return _short(drift.before) if drift.before else ""

    @admin.display(description=gettext_lazy("now"))
    def shown_now(self, drift: Drift) -> str:
        return _short(drift.after)

    @admin.display(description=gettext_lazy("where"))
    def where(self, drift: Drift) -> str:
        counts = "" if drift.after.environment.counts else gettext(" (does not count)")
        return f"{drift.after.environment}{counts}"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:drift_id>/put-back/", view(drifting.put_back), name="evidence_drift_put_back"),
            path("<int:drift_id>/settle/", view(drifting.settle), name="evidence_drift_settle"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not object_id.isdecimal():
            raise Http404
        return drifting.show_drift(request, int(object_id))


@admin.register(Reverification)
class ReverificationAdmin(ReadOnlyAdmin):
    """What is being proven anew, and what came of it."""

    list_display = ["__str__", "because", "begun_at", "finished_at", "how_far"]
    list_filter = ["because", "environment"]
    list_select_related = ["environment", "pattern"]
    fields = ["environment", "pattern", "because", "begun_at", "finished_at", "how_far"]
    list_per_page = 25

    @admin.display(description=gettext_lazy("how far"))
    def how_far(self, reverification: Reverification) -> str:
        return str(reverifying.progress(reverification))


def _short(evidence: Evidence) -> str:
    shown = " | ".join((evidence.exception or evidence.output).strip().split("\n"))
    return shown if len(shown) <= 60 else f"{shown[:59]}…"


class DoubtedFilter(admin.SimpleListFilter):
    """Where a later run no longer bears out an author's own explanation."""

    title = gettext_lazy("doubts an author's text")
    parameter_name = "doubts"

    def lookups(self, request: HttpRequest, model_admin: Any) -> tuple[tuple[str, Any], ...]:
        return (("yes", gettext_lazy("yes")),)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Explained]) -> QuerySet[Explained]:
        return queryset.exclude(doubts={}) if self.value() else queryset


@admin.register(Explained)
class ExplainedAdmin(ReadOnlyAdmin):
    """What runs found to explain questions; read and approved on the page of a revision."""

    list_display = ["program", "environment", "made_at", "doubts"]
    list_filter = [DoubtedFilter, "environment__runtime", "environment__device"]
    list_select_related = ["program", "environment"]
    search_fields = ["program__digest"]
    exclude = ["trace"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Explained]:
        rows: QuerySet[Explained] = super().get_queryset(request)
        return rows.defer("trace")
