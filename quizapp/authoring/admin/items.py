"""Items in the admin: the list by what their newest revisions are, and the way to the page that edits them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from quizapp.authoring.editing import edit_content
from quizapp.catalog.content import Level, QuestionKind
from quizapp.catalog.models import Item, ItemRevision
from quizapp.evidence import proving
from quizapp.evidence.errors import NotProvable
from quizapp.evidence.standings import GateStanding, standings
from quizapp.runs.models import Run


class ItemList(ChangeList):
    """Knows the newest revision and the standing of each item on the page, in three queries for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        items = list(self.result_list)
        found = ItemRevision.objects.latest_of_each().filter(item__in=items).select_related("item", "program")
        self.newest = {revision.item_id: revision for revision in found}
        self.standings = standings(self.newest.values())
        for item in items:
            newest = self.newest.get(item.pk)
            item.newest = newest
            item.standing = self.standings[newest.pk] if newest is not None else None
        self.result_list = items


class OfNewestRevision(admin.SimpleListFilter):
    """Filters items by a field of their newest revision."""

    field: ClassVar[str]
    values: ClassVar[tuple[tuple[str, Any], ...]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> tuple[tuple[str, Any], ...]:
        return self.values

    def queryset(self, request: HttpRequest, queryset: QuerySet[Item]) -> QuerySet[Item]:
        return queryset.filter(**{f"newest_{self.field}": self.value()}) if self.value() else queryset


class KindFilter(OfNewestRevision):
    """By the kind of question."""

    title = gettext_lazy("kind")
    parameter_name = field = "kind"
    values = tuple((kind.value, kind.value) for kind in QuestionKind)


class LevelFilter(OfNewestRevision):
    """By the level."""

    title = gettext_lazy("level")
    parameter_name = field = "level"
    values = tuple((level.value, level.value) for level in Level)


class StateFilter(OfNewestRevision):
    """By the state of what was saved last."""

    title = gettext_lazy("state")
    parameter_name = field = "state"
    values = tuple((state.value, state.label) for state in ItemRevision.State)


@admin.register(Item)
class ItemAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic to the type checker only
    """Everything learners answer or rate; what an item says is edited on a page of its own."""

    list_display = ["slug", "pattern_slug", "type", "kind", "level", "state", "verdict"]
    list_filter = ["type", KindFilter, LevelFilter, StateFilter, "pattern__subject", "pattern"]
    list_select_related = ["pattern"]
    search_fields = ["slug", "pattern__slug"]
    ordering = ["pattern__position", "pattern__slug", "slug"]
    actions = ["prove_newest"]
    change_form_template = "admin/catalog/item/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Item]:
        newest = ItemRevision.objects.filter(item=OuterRef("pk")).order_by("-number")
        fields = {f"newest_{name}": Subquery(newest.values(name)[:1]) for name in ("kind", "level", "state")}
        items: QuerySet[Item] = super().get_queryset(request)
        return items.annotate(**fields)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ItemList

    def get_fields(self, request: HttpRequest, obj: Item | None = None) -> Any:
        return ["slug", "pattern", "type"] if obj is None else [*self.fixed, "pattern", "retired_at", "retired_because"]

    fixed = ("slug", "type", "published")

    def get_readonly_fields(self, request: HttpRequest, obj: Item | None = None) -> tuple[str, ...]:
        return () if obj is None else self.fixed

    def get_urls(self) -> list[URLPattern]:
        edit = self.admin_site.admin_view(edit_content)
        return [path("<int:item_id>/content/", edit, name="catalog_item_content"), *super().get_urls()]

    def response_add(self, request: HttpRequest, obj: Item, post_url_continue: str | None = None) -> HttpResponse:
        return redirect("admin:catalog_item_content", obj.pk)

    @admin.display(description=gettext_lazy("pattern"), ordering="pattern__slug")
    def pattern_slug(self, item: Item) -> str:
        return item.pattern.slug

    @admin.display(description=gettext_lazy("kind"), ordering="newest_kind")
    def kind(self, item: Any) -> str:
        return item.newest_kind or "-"

    @admin.display(description=gettext_lazy("level"), ordering="newest_level")
    def level(self, item: Any) -> str:
        return item.newest_level or "-"

    @admin.display(description=gettext_lazy("state"), ordering="newest_state")
    def state(self, item: Any) -> str:
        """Of what was saved last; learners may still get an earlier revision."""
        if item.retired_at is not None:
            return gettext("Retired")
        if not item.newest_state:
            return gettext("Empty")
        state = ItemRevision.State(item.newest_state)
        if item.published_id and state is ItemRevision.State.DRAFT:
            return gettext("Draft over a published one")
        return str(state.label)

    @admin.display(description=gettext_lazy("verdict"))
    def verdict(self, item: Any) -> str:
        standing: GateStanding | None = item.standing
        if standing is None or item.newest.program_id is None:
            return "-"
        return standing.latest.verdict if standing.latest is not None else gettext("none")

    @admin.action(description=gettext_lazy("Have the newest revisions proven"), permissions=["prove"])
    def prove_newest(self, request: HttpRequest, items: QuerySet[Item]) -> None:
        asked = 0
        now = timezone.now()
        for revision in ItemRevision.objects.latest_of_each().filter(item__in=items).select_related("item", "program"):
            try:
                proving.prove(revision, Run.Priority.PROVE, now)
                asked += 1
            except NotProvable as refused:
                messages.warning(request, str(refused))
        said = ngettext(
            "Asked the runners about %(count)s revision.", "Asked the runners about %(count)s revisions.", asked
        )
        messages.success(request, said % {"count": asked})

    def has_prove_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("catalog.prove_itemrevision")
