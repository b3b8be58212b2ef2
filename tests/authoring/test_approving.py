"""A revision's page: what a run found is read beside the author's own, and let through to learners or not."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from quizapp.accounts.models import User
from quizapp.catalog.models import ItemRevision
from quizapp.evidence.behind import found
from quizapp.evidence.explanations import Found
from quizapp.evidence.models import Explained
from quizapp.evidence.vetting import digest, digest_beside
from quizapp.runs.models import Run
from tests.authoring.pages import author, fields_of, signed_in
from tests.factories import explanations
from tests.factories.content import draft_question, pattern
from tests.factories.people import user

pytestmark = pytest.mark.django_db


@pytest.fixture
def revision() -> ItemRevision:
    return draft_question(pattern(), kind="predict-output").revisions.get()


@pytest.fixture
def ruth() -> Client:
    return signed_in(author())


def act(client: Client, revision: ItemRevision, action: str, **data: object) -> str:
    address = reverse(f"admin:catalog_itemrevision_{action}", args=[revision.pk])
    answer = client.post(address, data, follow=True)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def now_found(revision: ItemRevision) -> Found:
    here = found(revision)
    assert here is not None
    return here


def page(client: Client, revision: ItemRevision) -> str:
    return client.get(reverse("admin:catalog_itemrevision_change", args=[revision.pk])).content.decode()


def test_an_author_asks_for_an_explanation(ruth: Client, revision: ItemRevision) -> None:
    assert "No run has explained it yet" in page(ruth, revision)
    said = act(ruth, revision, "explain")
    run = Run.objects.get()
    assert (run.explain, run.priority) == (True, Run.Priority.PROVE)
    assert str(run.pk) in said


def test_both_explanations_stand_beside_each_other_until_one_is_chosen(ruth: Client, revision: ItemRevision) -> None:
    here = explanations.explain_revision(revision, approved=False)
    assert here.content.explanation is not None
    shown = page(ruth, revision)
    assert "First step" in shown
    assert "Line 2 prints" in shown

    own = digest(here.content.explanation)
    assert "Learners read what the run shows" in act(ruth, revision, "accept", digest=own)
    assert now_found(revision).accepted == here.content.explanation
    assert "Learners read your own" in act(ruth, revision, "accept", digest=own, withdraw="on")
    assert now_found(revision).accepted is None


def test_the_run_may_speak_after_the_author(ruth: Client, revision: ItemRevision) -> None:
    here = explanations.explain_revision(revision, approved=False)
    assert here.content.explanation is not None
    after = digest_beside(here.content.explanation)

    assert "Learners read what the run shows" in act(ruth, revision, "accept", digest=after)

    assert "Learners can unfold this after your own" in page(ruth, revision)
    assert (now_found(revision).accepted, now_found(revision).beside) == (None, here.content.explanation)
    act(ruth, revision, "accept", digest=digest(here.content.explanation))
    assert (now_found(revision).accepted, now_found(revision).beside) == (here.content.explanation, None)
    act(ruth, revision, "accept", digest=digest(here.content.explanation), withdraw="on")
    act(ruth, revision, "accept", digest=after, withdraw="on")
    assert (now_found(revision).accepted, now_found(revision).beside) == (None, None)


def test_learners_see_the_slips_that_are_ticked_and_no_other(ruth: Client, revision: ItemRevision) -> None:
    here = explanations.explain_revision(revision, approved=False)
    five, six = (digest(each.slip) for each in here.content.distractors)
    shown = page(ruth, revision)
    assert "No slip prints these choices: seven" in shown
    assert "checked" not in shown
    act(ruth, revision, "approve", digest=[five, six])
    assert len(now_found(revision).distractors) == 2
    act(ruth, revision, "approve", digest=[six])
    assert [each.choice for each in now_found(revision).distractors] == ["six"]


def test_what_a_later_run_did_not_find_is_not_approved(ruth: Client, revision: ItemRevision) -> None:
    explanations.explain_revision(revision, approved=False)
    assert "Please read it again" in act(ruth, revision, "approve", digest=["0" * 64])
    assert now_found(revision).distractors == ()


def test_numbers_that_the_run_does_not_bear_out_are_named(ruth: Client, revision: ItemRevision) -> None:
    explanations.explain_revision(revision, approved=False)
    row = Explained.objects.get()
    row.doubts = {str(revision.pk): ["5130"]}
    row.save()
    shown = page(ruth, revision)
    assert "no longer bears out numbers" in shown
    assert "5130" in shown
    listing = ruth.get(reverse("admin:evidence_explained_changelist"), {"doubts": "yes"}).content.decode()
    assert "5130" in listing


def test_the_runs_words_can_be_edited_into_ones_own(ruth: Client, revision: ItemRevision) -> None:
    explanations.explain_revision(revision, approved=False)
    address = reverse("admin:catalog_item_content", args=[revision.item_id])
    fields = fields_of(ruth.get(address, {"explanation": "run"}).content.decode())
    assert "Line 2 prints" in fields["steps-0-step"]
    assert "It prints" in fields["final_answer"]
    fields["steps-0-step"] = "It adds two and two."
    ruth.post(address, fields)
    saved = revision.item.revisions.order_by("-number").first()
    assert saved is not None
    assert saved.number == 2
    assert saved.question.explanation.steps == ("It adds two and two.",)
    assert now_found(saved).content.explanation is not None


def test_a_proposal_becomes_a_choice(ruth: Client, revision: ItemRevision) -> None:
    snippet = revision.question.snippet
    assert snippet is not None
    nine = explanations.slip(snippet.source, f"{snippet.source}# 9\n", "9", mutations=["power-for-product"])
    explanations.explain_revision(revision, approved=False, proposals=(nine,))
    assert "Add it as a choice" in page(ruth, revision)
    address = reverse("admin:catalog_item_content", args=[revision.item_id])
    fields = fields_of(ruth.get(address, {"add": digest(nine)}).content.decode())
    assert (fields["choices-4-id"], fields["choices-4-text"]) == ("power-for-product", "9")
    assert fields["choices-4-rationale"] == nine.sentence


@pytest.mark.parametrize("action", ["explain", "accept", "approve"])
def test_staff_without_the_right_decide_nothing(action: str, revision: ItemRevision) -> None:
    explanations.explain_revision(revision, approved=False)
    stranger: User = user(is_staff=True)
    address = reverse(f"admin:catalog_itemrevision_{action}", args=[revision.pk])
    assert signed_in(stranger).post(address, {"digest": "0" * 64}).status_code == 403
    assert signed_in(author()).get(address).status_code == 405
