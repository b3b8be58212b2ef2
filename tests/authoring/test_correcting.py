"""The pages on which a key is corrected: look first, decide with a reason, follow how far it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from quizapp.catalog.keys import KeyInForce, key_in_force
from quizapp.catalog.models import ItemRevision
from quizapp.regrade import sweeping
from quizapp.regrade.models import Regrade
from quizapp.runs.models import Run
from tests.authoring.pages import author, reviewer, signed_in
from tests.factories import content, people
from tests.factories.content import RIGHT, WRONG
from tests.factories.people import NOW
from tests.factories.sittings import finish

pytestmark = pytest.mark.django_db
NEW = WRONG[0]


@pytest.fixture
def client() -> Client:
    return signed_in(reviewer())


@pytest.fixture
def played() -> ItemRevision:
    """A question that Ben answered by the old key and Cleo by the new one."""
    challenge = content.challenge(problems=1, kind="conceptual")
    for name, right in (("Ben", 1), ("Cleo", 0)):
        finish(people.member(name), challenge, right=right)
    found = challenge.items.get().published
    assert found is not None
    return found


def page(revision: ItemRevision, **asked: str) -> str:
    query = f"?{'&'.join(f'{name}={value}' for name, value in asked.items())}" if asked else ""
    return reverse("admin:catalog_itemrevision_correct", args=[revision.pk]) + query


def correct(client: Client, revision: ItemRevision, **data: str) -> str:
    address = reverse("admin:catalog_itemrevision_correct_it", args=[revision.pk])
    return client.post(address, data, follow=True).content.decode()


def test_the_dry_run_shows_who_is_touched_and_changes_nothing(client: Client, played: ItemRevision) -> None:
    shown = client.get(page(played, new_key=NEW)).content.decode()
    assert "nothing is changed yet" in shown
    assert ("Ben" in shown, "Cleo" in shown, "gets Adder" in shown) == (True, True, True)
    assert key_in_force(played) == KeyInForce(RIGHT)
    assert not Regrade.objects.exists()


def test_a_strict_dry_run_names_the_badges_it_takes(client: Client, played: ItemRevision) -> None:
    shown = client.get(page(played, new_key=NEW, strict="on")).content.decode()
    assert "loses Adder" in shown
    assert "their owners are told" in shown


def test_the_dry_run_as_csv(client: Client, played: ItemRevision) -> None:
    answer = client.get(page(played, new_key=NEW, format="csv"))
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # a streaming one
    assert answer["Content-Type"].startswith("text/csv")
    assert [line.split(",")[0] for line in lines] == ["learner", "Ben", "Cleo"]


def test_a_correction_is_applied_by_the_sweeper_and_recorded(client: Client, played: ItemRevision) -> None:
    shown = correct(client, played, new_key=NEW, reason="Somebody wrote in.")
    assert "answers are being regraded" in shown
    sweeping.sweep(NOW + timedelta(days=1))
    regrade = Regrade.objects.get()
    address = reverse("admin:regrade_regrade_change", args=[regrade.pk])
    shown = client.get(address).content.decode()
    assert "every answer is regraded" in shown
    assert "2 results of 2 learners; 1 kept" in shown
    record = client.get(reverse("admin:regrade_regrade_csv", args=[regrade.pk]))
    assert len(b"".join(record.streaming_content).splitlines()) == 3  # type: ignore[attr-defined]  # a streaming one
    assert str(regrade) in client.get(reverse("admin:regrade_regrade_changelist")).content.decode()


def test_without_a_reason_nothing_happens(client: Client, played: ItemRevision) -> None:
    assert "needs a reason" in correct(client, played, new_key=NEW, reason=" ")
    assert "none of the choices" in correct(client, played, new_key="nine", reason="Why.")
    assert not Regrade.objects.exists()


def test_what_is_the_key_already_is_said_so(client: Client, played: ItemRevision) -> None:
    assert "in force already" in client.get(page(played, new_key=RIGHT)).content.decode()


def test_an_executed_key_waits_and_can_be_withdrawn(client: Client) -> None:
    revision = content.published_question(content.pattern(), kind="predict-output").revisions.get()
    assert "has to be proven first" in client.get(page(revision, new_key=NEW)).content.decode()
    assert "waits for the proof" in correct(client, revision, new_key=NEW, reason="Why.")
    regrade = Regrade.objects.get()
    Run.objects.all().delete()
    client.post(reverse("admin:regrade_regrade_prove", args=[regrade.pk]))
    assert Run.objects.count() == 1
    assert "not finished yet" in client.get(page(revision)).content.decode()
    client.post(reverse("admin:regrade_regrade_withdraw", args=[regrade.pk]))
    regrade.refresh_from_db()
    assert regrade.state == Regrade.State.WITHDRAWN


def test_authors_have_no_business_here(played: ItemRevision) -> None:
    client = signed_in(author())
    assert client.get(page(played)).status_code == 403
    assert client.post(reverse("admin:catalog_itemrevision_correct_it", args=[played.pk])).status_code == 403
    assert client.get(reverse("admin:regrade_regrade_changelist")).status_code == 403


def test_only_questions_have_a_key_to_correct(client: Client) -> None:
    card = content.published_card(content.pattern()).revisions.get()
    assert client.get(page(card)).status_code == 404


def test_the_page_of_the_revision_leads_here_and_to_what_was_corrected(client: Client, played: ItemRevision) -> None:
    correct(client, played, new_key="", reason="Both are right.")
    shown = client.get(reverse("admin:catalog_itemrevision_change", args=[played.pk])).content.decode()
    assert page(played) in shown
    assert reverse("admin:regrade_regrade_change", args=[Regrade.objects.get().pk]) in shown
