from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizapp.accounts.models import Membership
from quizapp.authoring.drifting import diff_lines
from quizapp.catalog.models import ItemRevision, Mode, Placement
from quizapp.evidence.models import Drift, Environment
from quizapp.runs.models import Run
from quizapp.sittings.models import WindowDecision
from tests.authoring.pages import author, reviewer, signed_in
from tests.evidence.builders import answered, draft, judged, pattern
from tests.factories import people
from tests.factories.sittings import policy
from tests.runs.builders import after, environment, host_is_up

pytestmark = pytest.mark.django_db

OLD = environment(versions={"python": "3.11.7", "numpy": "1.26.4"})
NEW = environment(versions={"python": "3.11.7", "numpy": "2.2.6"})
QUEUE = "admin:evidence_drift_changelist"


def drifted(verdict: str = "refuted", **changes: Any) -> Drift:
    host_is_up(environments=[OLD.to_dict()])
    revision = draft(when_proven=True)
    judged(revision, environment=OLD.to_dict())
    host_is_up(host="gym", environments=[NEW.to_dict()])
    Environment.objects.update(counts=True)
    answered(revision, NEW, verdict, now=after(1), **changes)
    return Drift.objects.get()


def page(client: Client, name: str, *arguments: object) -> str:
    response = client.get(reverse(name, args=arguments))
    assert response.status_code == 200
    return response.content.decode()


def test_a_diff_says_what_went_and_what_came() -> None:
    assert [(line.tone, line.text) for line in diff_lines("a\nb", "a\nc")] == [
        ("same", "  a"),
        ("gone", "- b"),
        ("come", "+ c"),
    ]


def test_the_queue_shows_alarms_and_nothing_else() -> None:
    drifted()
    told = page(signed_in(author()), QUEUE)
    assert "one-and-one" in told
    assert "numpy 2.2.6" in told
    Drift.objects.update(difference="formatting")
    assert "one-and-one" not in page(signed_in(author()), QUEUE)


def test_a_difference_is_shown_with_both_outputs_a_diff_and_where_the_key_holds() -> None:
    drift = drifted()
    told = page(signed_in(author()), "admin:evidence_drift_change", drift.pk)
    assert '<span class="diff-gone">- 2' in told
    assert '<span class="diff-come">+ 11' in told
    assert "holds for numpy 1.26.4, CPU; differs on 2.2.6" in told
    assert "Put it back" not in told


def test_the_page_of_the_revision_says_where_it_holds_and_that_it_is_withdrawn() -> None:
    drifted()
    told = page(signed_in(author()), "admin:catalog_itemrevision_change", ItemRevision.objects.get().pk)
    assert "Holds for numpy 1.26.4, CPU; differs on 2.2.6." in told
    assert "its key was found not to hold" in told


def test_a_reviewer_puts_it_back_with_a_reason_and_an_author_cannot() -> None:
    drift = drifted()
    address = reverse("admin:evidence_drift_put_back", args=[drift.pk])
    assert signed_in(author()).post(address, {"reason": "mine"}).status_code == 403
    client = signed_in(reviewer())
    client.post(address, {"reason": ""})
    assert ItemRevision.objects.get().withdrawn_at is not None
    client.post(address, {"reason": "we teach the old version"})
    assert ItemRevision.objects.get().withdrawn_at is None
    assert "we teach the old version" in page(client, "admin:evidence_drift_change", drift.pk)


def test_a_reviewer_settles_that_it_stays_out() -> None:
    drift = drifted()
    client = signed_in(reviewer())
    client.post(reverse("admin:evidence_drift_settle", args=[drift.pk]), {"reason": "to be rewritten"})
    assert ItemRevision.objects.get().withdrawn_at is not None
    assert not Drift.objects.open().exists()
    assert "one-and-one" not in page(client, QUEUE)


def test_a_teacher_decides_on_a_page_outside_the_admin() -> None:
    drift = drifted()
    revision = ItemRevision.objects.get()
    mode = Mode.objects.create(pattern=pattern(), slug="challenge", minutes=5)
    Placement.objects.create(mode=mode, item=revision.item, position=1)
    tess, pupil = people.member("Tess"), people.member("Paul")
    group = people.group("class", tess, pupil)
    Membership.objects.filter(learner=tess).update(role=Membership.Role.TEACHER)
    exam = policy(mode=mode, group=group, closes_at=timezone.now() + timedelta(hours=1))
    assert tess.user is not None
    assert pupil.user is not None
    teacher, other = signed_in(tess.user), signed_in(pupil.user)
    assert "Drop it" in page(teacher, "withdrawn-to-decide")
    assert "Nothing waits for you" in page(other, "withdrawn-to-decide")
    address = reverse("withdrawn-decide", args=[exam.pk, revision.pk])
    assert other.post(address, {"reason": "please", "drop": "1"}).status_code == 403
    teacher.post(address, {"reason": "numpy moved", "drop": "1"})
    teacher.post(address, {"reason": "again", "keep": "1"})
    decision = WindowDecision.objects.get()
    assert (decision.drops, decision.reason, decision.policy) == (True, "numpy moved", exam)
    assert "Nothing waits for you" in page(teacher, "withdrawn-to-decide")
    assert "is still asked" not in page(signed_in(reviewer()), "admin:evidence_drift_change", drift.pk)


def test_who_is_not_signed_in_is_asked_to() -> None:
    assert Client().get(reverse("withdrawn-to-decide")).status_code == 302


def test_a_re_verification_is_followed_on_its_page() -> None:
    drifted()
    told = page(signed_in(author()), "admin:evidence_reverification_changelist")
    assert "1 of 1 proven anew: 1 changed" in told


def test_letting_an_environment_count_withdraws_and_proves_the_bank_in_it() -> None:
    drifted()
    revision = ItemRevision.objects.get()
    new = Environment.objects.get(digest=NEW.digest)
    Environment.objects.filter(pk=new.pk).update(counts=False)
    ItemRevision.objects.update(withdrawn_at=None)
    Run.objects.filter(state=Run.State.WAITING).delete()
    client = signed_in(people.user(is_staff=True, is_superuser=True))
    response = client.post(reverse("admin:evidence_environment_change", args=[new.pk]), {"counts": "on"})
    assert response.status_code == 302
    revision.refresh_from_db()
    assert revision.withdrawn_at is not None
