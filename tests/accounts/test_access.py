"""Who may see and do what."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Permission

from quizapp.accounts.access import may_moderate_names, may_see_badge, owns
from tests.factories.people import guest, member, user

pytestmark = pytest.mark.django_db


def test_badge_is_its_owners_until_it_is_shared() -> None:
    owner, other = member(), guest()
    assert may_see_badge(owner, owner, shared=False)
    for viewer in (other, None):
        assert not may_see_badge(owner, viewer, shared=False)
        assert may_see_badge(owner, viewer, shared=True)


def test_only_oneself_owns_what_is_ones_own() -> None:
    owner = guest()
    assert owns(owner, owner)
    assert not owns(owner, member())
    assert not owns(owner, None)


def test_names_are_moderated_by_staff_who_may() -> None:
    staff, allowed = user(is_staff=True), user(is_staff=True)
    allowed.user_permissions.add(Permission.objects.get(codename="change_learner"))
    assert may_moderate_names(allowed)
    assert may_moderate_names(user(is_staff=True, is_superuser=True))
    for refused in (staff, user(), user(is_superuser=True), user(is_staff=True, is_superuser=True, is_active=False)):
        assert not may_moderate_names(refused)
    assert not may_moderate_names(AnonymousUser())
