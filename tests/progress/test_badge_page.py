from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from quizapp.accounts.models import Learner
from quizapp.progress.models import Award
from tests.factories import content, people, sittings


@pytest.fixture
def award(db: None) -> Award:
    """Ben's, earned with every problem right."""
    learner = people.member("Ben")
    sittings.finish(learner, content.challenge(content.pattern("adding-up")), right=5)
    return Award.objects.get(learner=learner)


def _as(client: Client, learner: Learner) -> Client:
    assert learner.user is not None
    client.force_login(learner.user)
    return client


def _see(client: Client, award: Award) -> tuple[int, str]:
    response = client.get(reverse("badge", args=[award.public_id]))
    return response.status_code, response.content.decode()


def _share(client: Client, award: Award, shared: str) -> int:
    return client.post(reverse("badge-share", args=[award.public_id]), {"shared": shared}).status_code


def test_owner_sees_the_badge_and_that_nobody_else_does(award: Award, client: Client) -> None:
    status, page = _see(_as(client, award.learner), award)

    assert status == 200
    assert "Adder" in page
    assert "Every sum was right." in page
    assert "Only you can see this page" in page


def test_a_badge_that_was_not_shared_is_not_there_for_others(award: Award) -> None:
    assert _see(Client(), award)[0] == 404
    assert _see(_as(Client(), people.member("Carol")), award)[0] == 404


def test_a_shared_badge_is_public_and_can_be_taken_back(award: Award) -> None:
    owner = _as(Client(), award.learner)

    assert _share(owner, award, "yes") == 302
    status, page = _see(Client(), award)
    assert status == 200
    assert "Ben" in page
    assert "Make it private" not in page
    assert "Make it private" in _see(owner, award)[1]

    _share(owner, award, "no")
    assert _see(Client(), award)[0] == 404


@pytest.mark.parametrize("shared", ["yes", "no", ""])
def test_others_cannot_share_it(award: Award, shared: str) -> None:
    assert _share(Client(), award, shared) == 404
    assert _share(_as(Client(), people.member("Carol")), award, shared) == 404
    award.refresh_from_db()
    assert not award.shared


def test_nonsense_shares_nothing(award: Award) -> None:
    _share(_as(Client(), award.learner), award, "perhaps")

    award.refresh_from_db()
    assert not award.shared


def test_sharing_needs_post(award: Award) -> None:
    owner = _as(Client(), award.learner)

    assert owner.get(reverse("badge-share", args=[award.public_id])).status_code == 405


def test_an_address_nobody_was_given_is_not_there(client: Client, db: None) -> None:
    assert client.get(reverse("badge", args=[uuid.uuid4()])).status_code == 404
