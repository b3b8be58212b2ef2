"""The two groups staff are put into, and what each may do; after an upgrade they may what it brought."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.models import Group, Permission
from django.db import connections

from quizapp.authoring.models import GivenPermission

AUTHORS_MAY: Final = (
    "catalog.add_item",
    "catalog.add_itemrevision",
    "catalog.add_mode",
    "catalog.add_pattern",
    "catalog.add_placement",
    "catalog.change_item",
    "catalog.change_mode",
    "catalog.change_pattern",
    "catalog.change_placement",
    "catalog.delete_placement",
    "catalog.prove_itemrevision",
    "catalog.view_item",
    "catalog.view_itemrevision",
    "catalog.view_keycorrection",
    "catalog.view_mode",
    "catalog.view_pattern",
    "catalog.view_placement",
    "catalog.view_subject",
    "evidence.change_approved",
    "errata.add_erratum",
    "errata.change_erratum",
    "errata.change_objection",
    "errata.view_erratum",
    "errata.view_objection",
    "evidence.view_environment",
    "evidence.view_drift",
    "evidence.view_evidence",
    "evidence.view_reverification",
    "evidence.view_explained",
    "runs.view_program",
    "runs.view_run",
    "runs.view_runnerhost",
)
REVIEWERS_MAY: Final = (
    *AUTHORS_MAY,
    "catalog.publish_itemrevision",
    "catalog.publish_on_word_itemrevision",
    "evidence.settle_drift",
)


def keep_staff_groups(using: str, **_: Any) -> None:
    """Make the groups, and give each what it has never been given; what an admin gave or took stays as it is."""
    if GivenPermission._meta.db_table not in connections[using].introspection.table_names():
        return  # only some apps have been migrated, and this one not yet
    for name, permissions in (("Authors", AUTHORS_MAY), ("Reviewers", REVIEWERS_MAY)):
        group, _is_new = Group.objects.using(using).get_or_create(name=name)
        given = GivenPermission.objects.using(using).filter(group=group)
        for label in sorted(set(permissions).difference(given.values_list("permission", flat=True))):
            app, codename = label.split(".")
            group.permissions.add(Permission.objects.using(using).get(content_type__app_label=app, codename=codename))
            given.create(group=group, permission=label)
