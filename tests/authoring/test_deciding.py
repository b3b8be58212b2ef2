"""A revision's page: proving queues a run, publishing follows the gate, a word needs a reason and the right."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from quizapp.catalog.models import Item, ItemRevision
from quizapp.catalog.revising import save_revision
from quizapp.evidence import proving
from quizapp.evidence.models import Environment, Evidence
from quizapp.runs.models import Run
from runner.protocol import PROVER
from tests.authoring.pages import author, reviewer, signed_in
from tests.factories.content import correct_key, draft_question, pattern, published_question
from tests.factories.people import NOW, user

pytestmark = pytest.mark.django_db


def page(revision: ItemRevision) -> str:
    return reverse("admin:catalog_itemrevision_change", args=[revision.pk])


def act(client: Client, revision: ItemRevision, action: str, **data: str) -> str:
    """What the page says after the button was pressed."""
    answer = client.post(reverse(f"admin:catalog_itemrevision_{action}", args=[revision.pk]), data, follow=True)
    return answer.content.decode()


def executed(**changes: Any) -> ItemRevision:
    item: Item = draft_question(pattern(), kind="predict-output", **changes)
    return item.revisions.get()


def shown(revision: ItemRevision, verdict: str, output: str) -> None:
    """What a run of ours found in the one environment that counts."""
    assert revision.program is not None
    environment, _ = Environment.objects.get_or_create(
        digest="1" * 64,
        defaults={
            "runtime": "python",
            "device": "cpu",
            "versions": {"python": "3.11.7"},
            "prover": PROVER,
            "origin": "runner",
            "counts": True,
            "first_seen_at": NOW,
        },
    )
    about = {"program": revision.program, "expectation_digest": revision.expectation_digest}
    run = proving.prove(revision, Run.Priority.PROVE, NOW)
    Run.objects.update(state=Run.State.RECORDED)
    Evidence.objects.create(
        **about, environment=environment, run=run, verdict=verdict, output=output, runs=5, prover=PROVER, shown_at=NOW
    )


def test_prove_queues_one_run_however_often_it_is_pressed() -> None:
    revision = executed()
    client = signed_in(author())

    first = act(client, revision, "prove")
    act(client, revision, "prove")

    run = Run.objects.get()
    assert (run.program, run.expectation_digest) == (revision.program, revision.expectation_digest)
    assert run.priority == Run.Priority.PROVE
    assert str(run.pk) in first


def test_the_page_shows_verdict_and_output() -> None:
    revision = executed()
    shown(revision, "refuted", "<5> & more")

    html = signed_in(author()).get(page(revision)).content.decode()

    assert "refuted" in html
    assert "&lt;5&gt; &amp; more" in html
    assert "shut: refuted in python on cpu" in html


def test_the_page_tells_what_came_with_a_pack_from_our_own() -> None:
    revision = executed()
    shown(revision, "proven", "4 (1)\n")
    assert "elsewhere" not in signed_in(author()).get(page(revision)).content.decode()
    Evidence.objects.update(run=None)
    assert "elsewhere; came with the pack" in signed_in(author()).get(page(revision)).content.decode()


def test_what_is_proven_is_published_by_a_reviewer() -> None:
    revision = executed()
    shown(revision, "proven", "4")

    said = act(signed_in(reviewer()), revision, "publish")

    revision.refresh_from_db()
    assert (revision.state, revision.basis) == ("published", "proven")
    assert revision.item.published == revision
    assert "is published" in said


@pytest.mark.parametrize("verdict", ["refuted", "unstable", "inconclusive", None])
def test_what_is_not_proven_stays_with_its_author(verdict: str | None) -> None:
    revision = executed()
    if verdict is not None:
        shown(revision, verdict, "5")

    said = act(signed_in(reviewer()), revision, "publish")

    revision.refresh_from_db()
    assert revision.state == "draft"
    assert "cannot be published" in said


def test_prose_needs_no_proof() -> None:
    revision = draft_question(pattern()).revisions.get()
    act(signed_in(reviewer()), revision, "publish")

    revision.refresh_from_db()
    assert (revision.state, revision.basis) == ("published", "prose")


def test_a_reviewer_may_give_a_word_with_a_reason() -> None:
    revision = executed()
    somebody = reviewer()
    client = signed_in(somebody)

    assert "a word needs a reason" in act(client, revision, "word", reason="  ")
    act(client, revision, "word", reason="We have no such machine.")

    revision.refresh_from_db()
    assert (revision.state, revision.basis) == ("published", "word")
    assert (revision.word_by, revision.word_reason) == (somebody, "We have no such machine.")
    assert "We have no such machine." in client.get(page(revision)).content.decode()


def test_no_word_helps_a_key_that_was_refuted() -> None:
    revision = executed()
    shown(revision, "refuted", "5")
    client = signed_in(reviewer())

    assert "Publish on my word" not in client.get(page(revision)).content.decode()
    act(client, revision, "word", reason="But still.")

    revision.refresh_from_db()
    assert revision.state == "draft"


def test_authors_prove_and_reviewers_publish() -> None:
    revision = executed()
    shown(revision, "proven", "4")
    client = signed_in(author())

    html = client.get(page(revision)).content.decode()

    assert 'value="Prove"' in html
    assert 'value="Publish"' not in html
    for action in ("publish", "word"):
        answer = client.post(reverse(f"admin:catalog_itemrevision_{action}", args=[revision.pk]), {"reason": "Because"})
        assert answer.status_code == 403
    revision.refresh_from_db()
    assert revision.state == "draft"


@pytest.mark.parametrize("action", ["prove", "publish", "word"])
def test_the_buttons_are_not_links(action: str) -> None:
    revision = executed()

    assert signed_in(reviewer()).get(
        reverse(f"admin:catalog_itemrevision_{action}", args=[revision.pk])
    ).status_code == 405  # fmt: skip


@pytest.mark.parametrize("action", ["prove", "publish", "word"])
def test_strangers_are_sent_to_sign_in(action: str) -> None:
    revision = executed()
    for client in (Client(), signed_in(user())):
        answer = client.post(reverse(f"admin:catalog_itemrevision_{action}", args=[revision.pk]))
        assert answer.status_code == 302
    assert not Run.objects.exists()


def test_without_a_runner_nothing_is_queued_and_it_says_why(settings: Settings) -> None:
    settings.RUNNER = "none"
    revision = executed()
    client = signed_in(author())

    assert 'value="Prove"' not in client.get(page(revision)).content.decode()
    assert "has no runner" in act(client, revision, "prove")
    assert not Run.objects.exists()


def test_prose_cannot_be_proven() -> None:
    revision = draft_question(pattern()).revisions.get()

    assert "executes nothing" in act(signed_in(author()), revision, "prove")


def test_a_corrected_key_stands_beside_the_old_one() -> None:
    revision = published_question(pattern()).revisions.get()
    correct_key(revision, "six")

    html = signed_in(author()).get(page(revision)).content.decode()

    assert "four (key)" in html
    assert "six (key in force)" in html


def test_what_is_void_says_so_and_has_nothing_to_prove() -> None:
    revision = executed()
    ItemRevision.objects.filter(pk=revision.pk).update(withdrawn_at=NOW)
    correct_key(revision, "")

    html = signed_in(author()).get(page(revision)).content.decode()

    assert "it is void, and asked of nobody who begins from then on" in html
    assert "it is void: no key is left to prove" in html
    assert 'value="Prove"' not in html


def test_revisions_of_one_item_lead_to_each_other() -> None:
    first = executed()
    second = save_revision(first.item, first.question.model_copy(update={"hint": "Other."}), user(), NOW, False)

    assert page(second) in signed_in(author()).get(page(first)).content.decode()
