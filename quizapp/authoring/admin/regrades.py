"""Corrections of keys in the admin: a list, and a page of each."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from quizapp.authoring import correcting
from quizapp.authoring.admin.read_only import ReadOnlyAdmin
from quizapp.regrade.correcting import BY_PROOF
from quizapp.regrade.models import Regrade


@admin.register(Regrade)
class RegradeAdmin(ReadOnlyAdmin):
    """Every correction that was asked for, newest first; the record of who changed what, and when."""

    list_display = ["__str__", "state", "strict", "asked_by", "asked_at", "finished_at"]
    list_filter = ["state", "strict"]
    list_select_related = ["revision__item", "asked_by"]
    search_fields = ["revision__item__slug", "reason"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(BY_PROOF)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:regrade_id>/csv/", view(correcting.record), name="regrade_regrade_csv"),
            path("<int:regrade_id>/withdraw/", view(correcting.withdraw), name="regrade_regrade_withdraw"),
            path("<int:regrade_id>/prove/", view(correcting.prove), name="regrade_regrade_prove"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not object_id.isdecimal():
            raise Http404
        return correcting.show_regrade(request, int(object_id))
