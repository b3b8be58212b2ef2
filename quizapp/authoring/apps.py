"""The authoring app."""

from __future__ import annotations

from typing import Any, Final

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from quizapp.authoring.nouns import name_in_words

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


def make_staff_groups(using: str, **_: Any) -> None:
    """The two groups staff are put into; permissions an admin gave or took are left as they are."""
    from django.contrib.auth.models import Group, Permission  # noqa: PLC0415  (models exist only once apps are ready)

    for name, permissions in (("Authors", AUTHORS_MAY), ("Reviewers", REVIEWERS_MAY)):
        group, is_new = Group.objects.using(using).get_or_create(name=name)
        if not is_new:
            continue
        for permission in permissions:
            app, codename = permission.split(".")
            group.permissions.add(Permission.objects.using(using).get(content_type__app_label=app, codename=codename))


class AuthoringConfig(AppConfig):
    """Registration of the app."""

    name = "quizapp.authoring"
    label = "authoring"

    def ready(self) -> None:
        name_in_words(config for config in apps.get_app_configs() if config.name.startswith("quizapp."))
        # Django sends nothing for an app without models; when it speaks for auth, all permissions of ours exist.
        post_migrate.connect(make_staff_groups, sender=apps.get_app_config("auth"))
