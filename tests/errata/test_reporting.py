"""From a learner who disagrees to an author who replies, and back."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from quizapp.accounts.learners import merge
from quizapp.catalog.models import ItemRevision, Mode
from quizapp.errata.models import Erratum, Objection
from quizapp.evidence.models import Environment, Evidence
from tests.factories import content, people, sittings
from tests.factories.content import RIGHT, WRONG
from tests.modes.conftest import Visitor, words

HOSTILE = '<script>alert(1)</script> **bold** [x](javascript:alert(1)) \u202egnp.exe "><img src=x onerror=alert(1)>'


def report(visitor: Visitor, revision: ItemRevision, key: UUID | None = None, **said: Any) -> Any:
    data = {"about": "key", "text": "Two and two are five.", "key": key or uuid4(), **said}
    return visitor.client.post(reverse("report-send", args=[revision.pk]), data)


def _proven(revision: ItemRevision) -> Evidence:
    where = Environment.objects.create(
        digest="e" * 64,
        runtime="python",
        device="cpu",
        versions={},
        prover=1,
        origin="runner",
        first_seen_at=people.NOW,
    )
    assert revision.program is not None
    return Evidence.objects.create(
        program=revision.program,
        expectation_digest=revision.expectation_digest,
        environment=where,
        verdict="proven",
        runs=5,
        prover=1,
        shown_at=people.NOW,
    )


@pytest.fixture
def author(db: None) -> Client:
    user = people.user("author", is_staff=True)
    user.groups.add(Group.objects.get(name="Authors"))
    client = Client()
    client.force_login(user)
    return client


def test_report_carries_revision_answers_and_evidence(ada: Visitor, challenge: Mode) -> None:
    ada.start(challenge)
    for position in (1, 2):
        ada.does("open", position)
        ada.answers(position, WRONG[0] if position == 2 else RIGHT)
    ada.answers(2, RIGHT)
    assert ada.sitting is not None
    problem = ada.sitting.problems.get(position=2)
    evidence = _proven(problem.revision)

    report(ada, problem.revision)

    objection = Objection.objects.get()
    assert objection.revision == problem.revision
    assert objection.problem == problem
    assert objection.choices == [WRONG[0], RIGHT]
    assert objection.evidence == evidence


def test_an_ended_problem_leads_to_the_form(ada: Visitor, challenge: Mode) -> None:
    ada.start(challenge)
    assert "Report a problem" not in ada.problem(1)
    ada.answers(1, RIGHT)
    assert ada.sitting is not None
    revision = ada.sitting.problems.get(position=1).revision

    assert reverse("report", args=[revision.pk]) in ada.problem(1)
    assert revision.question.title in words(ada.see("report", revision.pk))


def test_a_visitor_without_anything_can_report_and_comes_back_to_the_reply(ada: Visitor, db: None) -> None:
    revision = content.published_question(content.pattern()).revisions.get()

    report(ada, revision)

    assert "Two and two are five." in words(ada.see("reports"))
    assert "waiting to be read" in words(ada.see("reports"))


def test_author_replies_and_the_question_says_it_openly(
    ada: Visitor, challenge: Mode, author: Client, clock: Any
) -> None:
    ada.start(challenge)
    ada.answers(1, RIGHT)
    assert ada.sitting is not None
    report(ada, ada.sitting.problems.get(position=1).revision)
    objection = Objection.objects.get()
    page = author.get(reverse("admin:errata_objection_change", args=[objection.pk])).content.decode()
    assert "Two and two are five." in page
    assert "4 (" in page  # what was answered, in words

    author.post(
        reverse("admin:errata_objection_change", args=[objection.pk]),
        {"status": "mended", "reply": "You are right, thank you.", "erratum": "Said five until today."},
    )

    mine = words(ada.see("reports"))
    assert "You are right, thank you." in mine
    assert "mended" in mine
    assert "Said five until today." in words(ada.problem(1))
    assert Erratum.objects.get().made_by == Objection.objects.get().replied_by


def test_nobody_sees_the_reports_of_others(ada: Visitor, db: None) -> None:
    report(ada, content.published_question(content.pattern()).revisions.get())

    assert "Two and two" not in Visitor().see("reports")


def test_same_form_twice_is_one_report(ada: Visitor, db: None) -> None:
    revision = content.published_question(content.pattern()).revisions.get()
    key = uuid4()

    report(ada, revision, key)
    report(ada, revision, key)

    assert Objection.objects.count() == 1


def test_too_many_reports_are_asked_to_wait(ada: Visitor, db: None) -> None:
    revision = content.published_question(content.pattern()).revisions.get()

    assert [report(ada, revision).status_code for _ in range(7)] == [302] * 6 + [429]


@pytest.mark.parametrize("said", [{"text": ""}, {"text": "x" * 2001}, {"about": "nonsense"}, {"key": "no"}])
def test_nonsense_comes_back_with_a_word(ada: Visitor, db: None, said: dict[str, str]) -> None:
    revision = content.published_question(content.pattern()).revisions.get()
    data = {"about": "key", "text": "Why?", "key": str(uuid4()), **said}

    response = ada.client.post(reverse("report-send", args=[revision.pk]), data)

    assert response.status_code == 422
    assert not Objection.objects.exists()


def test_what_was_never_published_or_is_sealed_cannot_be_reported(ada: Visitor, challenge: Mode) -> None:
    draft = content.draft_question(content.pattern()).revisions.get()
    assert ada.client.get(reverse("report", args=[draft.pk])).status_code == 404
    sittings.policy(mode=challenge, reveal="never", attempts=1)
    placed = challenge.placements.first()
    assert placed is not None
    assert placed.item.published is not None

    assert ada.client.get(reverse("report", args=[placed.item.published.pk])).status_code == 404


def test_markup_in_a_report_or_a_reply_is_text(ada: Visitor, author: Client, db: None) -> None:
    item = content.published_question(content.pattern())
    report(ada, item.revisions.get(), text=HOSTILE)
    objection = Objection.objects.get()
    address = reverse("admin:errata_objection_change", args=[objection.pk])
    author.post(address, {"status": "stands", "reply": HOSTILE, "erratum": HOSTILE})

    pages = [ada.see("reports"), author.get(address).content.decode()]
    pages.append(author.get(reverse("admin:errata_erratum_changelist")).content.decode())

    assert all("<script>alert" not in page and "<img src=x" not in page for page in pages)


def test_reports_of_a_guest_come_along(ada: Visitor, db: None) -> None:
    report(ada, content.published_question(content.pattern()).revisions.get())
    objection = Objection.objects.get()
    assert objection.learner is not None
    member = people.member()

    merge(objection.learner, member, people.NOW)

    objection.refresh_from_db()
    assert objection.learner == member


def test_the_list_takes_no_more_queries_as_it_grows(ada: Visitor, db: None, django_assert_max_num_queries: Any) -> None:
    learner = None
    for _ in range(12):
        revision = content.published_question(content.pattern()).revisions.get()
        if learner is None:
            report(ada, revision)
            learner = Objection.objects.get().learner
        else:
            Objection.objects.create(
                revision=revision, learner=learner, about="key", text="x", form_key=uuid4(), made_at=people.NOW
            )

    with django_assert_max_num_queries(7):
        ada.see("reports")
