"""Staff moderate names in the admin."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from quizapp.accounts import names
from quizapp.accounts.models import Group, Learner, RefusedName
from quizapp.leaderboards.models import Bucket, Standing
from quizapp.progress.models import Award
from tests.factories import content, sittings
from tests.factories.people import NOW, member, user

pytestmark = pytest.mark.django_db


def refuse(client: Client, learner: Learner) -> int:
    form = {"action": "refuse_names", "_selected_action": learner.pk}
    return client.post("/admin/accounts/learner/", form).status_code


def test_staff_refuse_and_release_a_name(admin_client: Client) -> None:
    ada = member()
    names.choose_name(ada, "Unkind", NOW)
    assert refuse(admin_client, ada) == 302
    ada.refresh_from_db()
    assert ada.public_name == ada.pseudonym
    refused = RefusedName.objects.get()
    assert admin_client.post(f"/admin/accounts/refusedname/{refused.pk}/delete/", {"post": "yes"}).status_code == 302
    ada.refresh_from_db()
    assert ada.public_name == "Unkind"


def test_many_names_are_released_at_once(admin_client: Client) -> None:
    people = [member() for _ in range(3)]
    for person, name in zip(people, ["Unkind", "Unkinder", "Unkindest"], strict=True):
        names.choose_name(person, name, NOW)
        refuse(admin_client, person)
    form = {"action": "delete_selected", "_selected_action": list(RefusedName.objects.values_list("pk", flat=True))}
    admin_client.post("/admin/accounts/refusedname/", {**form, "post": "yes"})
    assert not RefusedName.objects.exists()
    assert not Learner.objects.filter(name_refused_at__isnull=False).exists()


def test_staff_without_the_permission_cannot_refuse(client: Client) -> None:
    staff = user(is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_learner"))
    client.force_login(staff)
    ada = member()
    names.choose_name(ada, "Ada", NOW)
    refuse(client, ada)
    ada.refresh_from_db()
    assert ada.public_name == "Ada"


@pytest.mark.parametrize("model", ["learner", "user", "group", "refusedname"])
def test_lists_and_forms_open(admin_client: Client, model: str) -> None:
    ada = member()
    names.choose_name(ada, "Ada", NOW)
    names.refuse_name(ada, user(), NOW)
    assert admin_client.get(f"/admin/accounts/{model}/").status_code == 200
    pk = {
        "learner": ada.pk,
        "user": ada.user_id,
        "group": Group.everyone().pk,
        "refusedname": RefusedName.objects.get().pk,
    }
    assert admin_client.get(f"/admin/accounts/{model}/{pk[model]}/change/").status_code == 200


def test_group_of_everyone_cannot_be_deleted(admin_client: Client) -> None:
    assert admin_client.post(f"/admin/accounts/group/{Group.everyone().pk}/delete/", {"post": "yes"}).status_code == 403
    assert Group.everyone()


def test_a_deleted_user_leaves_nothing_behind_and_no_place_on_a_board(admin_client: Client) -> None:
    challenge = content.challenge(content.pattern("adding-up"))
    ada, ben = member("Ada"), member("Ben")
    for learner in (ada, ben):
        sittings.finish(learner, challenge, right=5)
    assert ada.user is not None

    page = admin_client.post(f"/admin/accounts/user/{ada.user.pk}/delete/", {"post": "yes"})

    assert page.status_code == 302
    assert not Learner.objects.filter(pk=ada.pk).exists()
    assert {award.learner for award in Award.objects.all()} == {ben}
    assert {standing.learner for standing in Standing.objects.all()} == {ben}
    assert set(Bucket.objects.values_list("points", "standings")) == {(500, 1)}
