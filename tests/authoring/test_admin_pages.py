"""Every page of the admin opens for those it is for, runs nothing inline, and costs the same however much there is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizapp.accounts.models import Group, User
from quizapp.catalog.models import Item, ItemRevision, KeyCorrection, Mode, Pattern, Placement, Subject
from quizapp.evidence import proving
from quizapp.evidence.models import Environment, Evidence
from quizapp.runs.models import Program, Run, RunnerHost
from quizapp.sittings.models import Policy
from tests.authoring.pages import author, signed_in
from tests.factories.content import challenge, correct_key, draft_question, pattern
from tests.factories.people import NOW, user

pytestmark = pytest.mark.django_db

MODELS = [
    Environment,
    Evidence,
    Item,
    ItemRevision,
    KeyCorrection,
    Mode,
    Pattern,
    Policy,
    Program,
    Run,
    RunnerHost,
    Subject,
]
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)


@pytest.fixture
def chief() -> Client:
    return signed_in(User.objects.create_superuser("chief", password="a long enough phrase"))


@pytest.fixture
def everything() -> None:
    """A row of each model."""
    made = challenge()
    revision = ItemRevision.objects.filter(program__isnull=False).get()
    correct_key(revision, "five")
    environment = Environment.objects.create(
        digest="1" * 64, runtime="python", device="cpu", versions={}, prover=1, origin="runner", first_seen_at=NOW
    )
    run = proving.prove(revision, Run.Priority.PROVE, NOW)
    Evidence.objects.create(
        program=run.program, environment=environment, run=run, verdict="proven", runs=5, prover=1, shown_at=NOW
    )
    RunnerHost.objects.create(
        name="h", queue="runner.cpu", slots=1, selftest_passed=True, heartbeat_at=NOW, next_heartbeat_due=NOW
    )
    Policy.objects.get_or_create(
        slug="extra",
        name="Extra",
        mode_slug=made.slug,
        group=Group.everyone(),
        clock="none",
        attempts=1,
        reveal="never",
    )


def test_all_models_of_authors_and_operators_are_listed() -> None:
    assert set(MODELS) <= set(admin.site._registry)


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_list_and_page_open_with_nothing_inline(model: Any, chief: Client) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model.objects.first()

    for address in (reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[row.pk])):
        answer = chief.get(address)
        assert answer.status_code == 200, address
        assert INLINE.findall(answer.content.decode()) == []
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("model", [Run, RunnerHost, Program, Evidence, ItemRevision, KeyCorrection])
def test_what_is_written_elsewhere_is_only_looked_at(model: Any, chief: Client) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model.objects.first()

    assert chief.get(reverse(f"{name}_add")).status_code == 403
    assert chief.get(reverse(f"{name}_delete", args=[row.pk])).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


def test_the_edit_page_runs_nothing_inline() -> None:
    item = draft_question(pattern(), kind="predict-output")

    html = signed_in(author()).get(reverse("admin:catalog_item_content", args=[item.pk])).content.decode()

    assert INLINE.findall(html) == []


def test_the_list_of_items_shows_their_newest_revisions(chief: Client) -> None:
    draft_question(pattern(), slug="hard-sum", kind="predict-output", level="expert")

    html = chief.get(reverse("admin:catalog_item_changelist")).content.decode()

    row = html[html.index("hard-sum") :]
    columns = re.findall(r'<td class="field-(\w+)[^"]*">(?:<a[^>]*>)?([^<]*)', row)[:6]
    assert dict(columns) | {"pattern_slug": ""} == {
        "pattern_slug": "",
        "type": "question",
        "kind": "predict-output",
        "level": "expert",
        "state": "Draft",
        "verdict": "none",
    }


@pytest.mark.parametrize("query", ["?kind=predict-output", "?level=expert", "?state=draft", "?q=hard"])
def test_items_are_found_by_what_their_newest_revisions_are(chief: Client, query: str) -> None:
    draft_question(pattern(), slug="hard-sum", kind="predict-output", level="expert")
    challenge(problems=1)

    html = chief.get(reverse("admin:catalog_item_changelist") + query).content.decode()

    assert re.findall(r"(\d+) item", html)[-1] == "1"


def test_the_list_of_items_costs_the_same_however_many_there_are(
    chief: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    challenge()
    with CaptureQueriesContext(
        connection,
    ) as few:
        chief.get(reverse("admin:catalog_item_changelist"))
    of = pattern()
    for _ in range(30):
        draft_question(of, kind="predict-output")

    with django_assert_max_num_queries(len(few) + 1):
        chief.get(reverse("admin:catalog_item_changelist"))


def test_the_newest_revisions_of_many_items_are_proven_at_once(chief: Client) -> None:
    items = [draft_question(pattern(), kind="predict-output") for _ in range(3)]
    picked = [items[0].pk, items[1].pk]

    chief.post(reverse("admin:catalog_item_changelist"), {"action": "prove_newest", "_selected_action": picked})

    assert Run.objects.count() == 2


def test_an_admin_says_which_environments_count(chief: Client) -> None:
    environment = Environment.objects.create(
        digest="1" * 64, runtime="python", device="cpu", versions={}, prover=1, origin="runner", first_seen_at=NOW
    )

    chief.post(reverse("admin:evidence_environment_change", args=[environment.pk]), {"counts": "on"})

    environment.refresh_from_db()
    assert environment.counts


def test_terms_that_contradict_each_other_are_refused(chief: Client) -> None:
    fields = {
        "slug": "odd",
        "name": "Odd",
        "mode_slug": "challenge",
        "group": Group.everyone().pk,
        "clock": "none",
        "attempts": 2,
        "reveal": "never",
        "extra_time": 1,
        "idle_minutes": 30,
        "grace_seconds": 3,
    }

    refused = chief.post(reverse("admin:sittings_policy_add"), fields)
    assert "more than one attempt goes only with reveal" in refused.content.decode()
    chief.post(reverse("admin:sittings_policy_add"), fields | {"attempts": 1})
    assert Policy.objects.filter(slug="odd").exists()


def test_a_pattern_is_made_with_its_modes_and_items(chief: Client) -> None:
    shelf = Subject.objects.create(slug="s", title="S", domain="D")
    inline = {"modes-TOTAL_FORMS": 1, "modes-INITIAL_FORMS": 0, "modes-0-slug": "practice", "modes-0-minutes": 5}
    fields = {"slug": "p", "subject": shelf.pk, "title": "P", "level": "beginner", "summary": "Z", "position": 0}
    chief.post(reverse("admin:catalog_pattern_add"), fields | inline | {"modes-0-position": 0})
    mode = Mode.objects.get(pattern__slug="p")
    item = draft_question(mode.pattern)

    placed = {"placements-TOTAL_FORMS": 1, "placements-INITIAL_FORMS": 0, "placements-0-position": 0}
    fields = {"pattern": mode.pattern_id, "slug": "practice", "minutes": 5, "position": 0}
    chief.post(reverse("admin:catalog_mode_change", args=[mode.pk]), fields | placed | {"placements-0-item": item.pk})

    assert Placement.objects.get().item == item


def test_authors_see_their_pages_and_no_others() -> None:
    client = signed_in(author())

    assert client.get(reverse("admin:catalog_item_changelist")).status_code == 200
    assert client.get(reverse("admin:runs_run_changelist")).status_code == 200
    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 403
    assert client.get(reverse("admin:sittings_policy_changelist")).status_code == 403
    assert signed_in(user()).get(reverse("admin:catalog_item_changelist")).status_code == 302


def test_patterns_cannot_wait_for_each_other(chief: Client) -> None:
    first, second = pattern(), pattern()
    second.after.add(first)
    fields = {"slug": first.slug, "subject": first.subject_id, "title": "P", "level": "beginner", "summary": "Z"}
    inline = {"position": 0, "modes-TOTAL_FORMS": 0, "modes-INITIAL_FORMS": 0, "after": second.pk}

    answer = chief.post(reverse("admin:catalog_pattern_change", args=[first.pk]), fields | inline)

    assert "would come after itself" in answer.content.decode()
    assert not first.after.exists()
