"""Revisions in the admin: a list, and a page of each on which it is proven and published."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from quizapp.authoring import approving, correcting, deciding
from quizapp.authoring.admin.read_only import ReadOnlyAdmin
from quizapp.catalog.models import ItemRevision


@admin.register(ItemRevision)
class ItemRevisionAdmin(ReadOnlyAdmin):
    """What items said at any time; a revision is never edited."""

    list_display = ["__str__", "kind", "level", "state", "basis", "publish_when_proven", "author", "created_at"]
    list_filter = ["state", "basis", "kind", "level", "publish_when_proven"]
    list_select_related = ["item", "author"]
    search_fields = ["item__slug"]
    ordering = ["-created_at", "-pk"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:revision_id>/prove/", view(deciding.prove), name="catalog_itemrevision_prove"),
            path("<int:revision_id>/submit/", view(deciding.submit), name="catalog_itemrevision_submit"),
            path("<int:revision_id>/publish/", view(deciding.publish), name="catalog_itemrevision_publish"),
            path("<int:revision_id>/word/", view(deciding.publish_on_word), name="catalog_itemrevision_word"),
            path("<int:revision_id>/correct/", view(correcting.show_correction), name="catalog_itemrevision_correct"),
            path("<int:revision_id>/correct/it/", view(correcting.correct), name="catalog_itemrevision_correct_it"),
            path("<int:revision_id>/explain/", view(approving.explain), name="catalog_itemrevision_explain"),
            path("<int:revision_id>/accept/", view(approving.accept), name="catalog_itemrevision_accept"),
            path("<int:revision_id>/approve/", view(approving.approve), name="catalog_itemrevision_approve"),
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
        return deciding.show_revision(request, int(object_id))
