"""Accounts in the admin: users, learners and the moderation of their names, groups."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext

from quizapp.accounts import names
from quizapp.accounts.access import may_moderate_names
from quizapp.accounts.models import Group, Learner, Membership, RefusedName, User

admin.site.register(User, UserAdmin)


@admin.register(Learner)
class LearnerAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic to the type checker only
    """Newest names first; what a learner did is not edited here."""

    list_display = ["public_name", "pseudonym", "chosen_name", "name_chosen_at", "name_refused_at", "user"]
    list_filter = ["name_chosen_at", ("user", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    ordering = ["-name_chosen_at", "-created_at"]
    search_fields = ["pseudonym", "chosen_name", "user__username"]
    readonly_fields = [
        "public_id",
        "user",
        "pseudonym",
        "chosen_name",
        "name_chosen_at",
        "name_refused_at",
        "created_at",
        "merged_into",
    ]
    fields = [*readonly_fields, "time_zone", "extra_time"]
    actions = ["refuse_names"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description=gettext_lazy("Refuse the chosen names"), permissions=["moderate"])
    def refuse_names(self, request: HttpRequest, learners: QuerySet[Learner]) -> None:
        """Whoever has one goes by the pseudonym again, and nobody can choose the name."""
        assert request.user.is_authenticated
        refused = sum(names.refuse_name(learner, request.user, datetime.now(UTC)) for learner in learners)
        said = ngettext("%(count)s name refused.", "%(count)s names refused.", refused)
        self.message_user(request, said % {"count": refused}, messages.SUCCESS)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return may_moderate_names(request.user)


@admin.register(RefusedName)
class RefusedNameAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The names nobody can choose; deleting one releases it."""

    list_display = ["name", "refused_at", "refused_by"]
    list_select_related = ["refused_by"]
    ordering = ["-refused_at"]
    search_fields = ["name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RefusedName | None = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: RefusedName) -> None:
        names.release_name(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[RefusedName]) -> None:
        for refused in queryset:
            names.release_name(refused)


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]
    """Who is in the group, and as what."""

    model = Membership
    raw_id_fields = ["learner"]
    extra = 0


@admin.register(Group)
class GroupAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Groups of learners; the one of everyone has no list of members."""

    list_display = ["name", "slug", "is_everyone"]
    exclude = ["is_everyone"]
    inlines = [MembershipInline]

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj is not None and obj.is_everyone)
