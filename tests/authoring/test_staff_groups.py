"""The groups of staff follow upgrades, and what an admin gave or took stays."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from quizapp.authoring.models import GivenPermission
from quizapp.authoring.staff_groups import AUTHORS_MAY, REVIEWERS_MAY
from tests.authoring.pages import reviewer

pytestmark = pytest.mark.django_db


def migrate() -> None:
    call_command("migrate", verbosity=0)


def may(name: str) -> set[str]:
    rows = Permission.objects.filter(group__name=name).values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in rows}


def permission(label: str) -> Permission:
    app, codename = label.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def test_they_are_there_from_the_start() -> None:
    assert may("Authors") == set(AUTHORS_MAY)
    assert may("Reviewers") == set(REVIEWERS_MAY)
    assert "catalog.publish_itemrevision" not in AUTHORS_MAY
    assert reviewer().has_perm("catalog.publish_on_word_itemrevision")


def test_what_an_admin_gave_or_took_stays() -> None:
    group = Group.objects.get(name="Authors")
    group.permissions.set([permission("sittings.view_policy")])

    migrate()

    assert may("Authors") == {"sittings.view_policy"}


def test_a_permission_that_an_upgrade_brings_is_given_once() -> None:
    """As it was before the upgrade: the group has everything but the new one, and was never given that."""
    group = Group.objects.get(name="Reviewers")
    GivenPermission.objects.filter(group=group, permission="evidence.settle_drift").delete()
    group.permissions.remove(permission("evidence.settle_drift"))

    migrate()
    assert may("Reviewers") == set(REVIEWERS_MAY)

    group.permissions.remove(permission("evidence.settle_drift"))
    migrate()
    assert "evidence.settle_drift" not in may("Reviewers")


def test_groups_from_before_anything_was_noted_get_what_they_lack() -> None:
    GivenPermission.objects.all().delete()
    group = Group.objects.get(name="Authors")
    group.permissions.set([permission("sittings.view_policy")])

    migrate()

    assert may("Authors") == {*AUTHORS_MAY, "sittings.view_policy"}


def test_a_group_that_was_deleted_is_made_anew_and_whole() -> None:
    Group.objects.get(name="Authors").delete()
    migrate()
    assert may("Authors") == set(AUTHORS_MAY)
