from __future__ import annotations

import logging

import pytest

from quizapp.accounts.models import User
from quizapp.catalog.models import ItemRevision
from quizapp.evidence import gate
from quizapp.evidence.classing import Difference
from quizapp.evidence.drift import put_back, withdraw_in
from quizapp.evidence.models import Drift, Environment, Evidence
from tests.evidence.builders import answered, draft, judged, question
from tests.runs.builders import NOON, after, environment, host_is_up

pytestmark = pytest.mark.django_db

OLD = environment(versions={"python": "3.11.7", "numpy": "1.26.4"})
NEW = environment(versions={"python": "3.11.7", "numpy": "2.2.6"})


def published(source: str = "print(1 + 1)", slug: str = "one-and-one") -> ItemRevision:
    """Proven in the old environment; the new one is announced by another host."""
    host_is_up(environments=[OLD.to_dict()])
    host_is_up(host="gym", environments=[NEW.to_dict()])
    revision = draft(slug, question(source), when_proven=True)
    judged(revision, environment=OLD.to_dict())
    return fresh(revision)


def fresh(revision: ItemRevision) -> ItemRevision:
    return ItemRevision.objects.get(pk=revision.pk)


def let_count(*environments: object) -> None:
    digests = [each.digest for each in environments]  # type: ignore[attr-defined]
    Environment.objects.filter(digest__in=digests).update(counts=True)


def test_what_shows_the_same_is_noted_and_has_no_consequence() -> None:
    revision = published()
    let_count(NEW)
    answered(revision, NEW, now=after(1))
    drift = Drift.objects.get()
    assert drift.difference == Difference.SAME
    assert drift.before is not None
    assert drift.before.environment.digest == OLD.digest
    assert fresh(revision).withdrawn_at is None
    assert not Drift.objects.open().exists()


@pytest.mark.parametrize("verdict", ["refuted", "unstable"])
def test_a_key_that_no_longer_holds_is_withdrawn_with_the_report_that_says_so(verdict: str) -> None:
    revision = published()
    let_count(NEW)
    answered(revision, NEW, verdict, now=after(1))
    assert fresh(revision).withdrawn_at == after(1)
    assert fresh(revision).state == ItemRevision.State.PUBLISHED
    assert Drift.objects.open().count() == 1


def test_formatting_bothers_nobody_though_the_prover_refutes_the_letters_of_the_key() -> None:
    revision = published()
    let_count(NEW)
    before = Evidence.objects.get()
    Evidence.objects.filter(pk=before.pk).update(output="(2)\n")
    answered(
        revision,
        NEW,
        now=after(1),
        executions=[{"outcome": "finished", "stdout": "( 2 )\n"}] * 5,
        verification={"verdict": "refuted", "output": "( 2 )\n", "runs": 5, "reason": "It equals none of the choices."},
    )
    assert Drift.objects.get().difference == Difference.FORMATTING
    assert fresh(revision).withdrawn_at is None
    assert not Drift.objects.open().exists()


def test_what_differs_where_nobody_counts_on_it_is_seen_and_withdraws_nothing() -> None:
    revision = published()
    answered(revision, NEW, "refuted", now=after(1))
    assert Drift.objects.open().count() == 1
    assert fresh(revision).withdrawn_at is None


def test_when_an_admin_lets_an_environment_count_what_differs_there_is_withdrawn() -> None:
    first, second = published(), published("print(2 * 1)", "twice-one")
    answered(first, NEW, "refuted", now=after(1))
    answered(second, NEW, "refuted", now=after(1))
    answered(second, NEW, "proven", now=after(2))
    let_count(NEW)
    assert withdraw_in(Environment.objects.get(digest=NEW.digest), after(3)) == 1
    assert fresh(first).withdrawn_at == after(3)
    assert fresh(second).withdrawn_at is None


def test_the_evidence_keeps_what_classing_needs() -> None:
    revision = draft(content=question("raise ValueError"))
    raised = {"outcome": "raised", "exception": {"type": "ValueError", "message": "no", "line": 1}}
    executions = [{**raised, "warnings": ["UserWarning: careful"]}] * 5
    verification = {"verdict": "refuted", "runs": 5, "reason": "The output equals none of the choices."}
    judged(revision, executions=executions, verification=verification)
    evidence = Evidence.objects.get()
    assert (evidence.exception, evidence.message, evidence.warnings) == ("ValueError", "no", ["UserWarning: careful"])


def test_an_inconclusive_run_is_no_difference() -> None:
    revision = published()
    let_count(NEW)
    answered(revision, NEW, "inconclusive", now=after(1))
    assert not Drift.objects.exists()
    assert fresh(revision).withdrawn_at is None


def test_a_word_that_does_not_hold_is_withdrawn_too() -> None:
    revision = draft()
    gate.publish_on_word(revision, User.objects.create_user("rosa"), "no runner yet", NOON)
    host_is_up(environments=[NEW.to_dict()])
    answered(revision, NEW, "refuted", now=after(1))
    assert fresh(revision).withdrawn_at == after(1)
    assert Drift.objects.get().before is None


def test_putting_back_settles_every_alarm_about_the_key() -> None:
    revision = published()
    let_count(NEW)
    answered(revision, NEW, "refuted", now=after(1))
    answered(revision, NEW, "refuted", now=after(2))
    rosa = User.objects.create_user("rosa")
    drift = Drift.objects.first()
    assert drift is not None
    assert put_back(drift, rosa, "the old version is what we teach", after(3)) == 1
    assert fresh(revision).withdrawn_at is None
    assert not Drift.objects.open().exists()
    assert Drift.objects.filter(settled_by=rosa, settlement__contains="what we teach").count() == 2


def test_a_new_revision_of_the_item_is_not_withdrawn() -> None:
    revision = published()
    let_count(NEW)
    answered(revision, NEW, "refuted", now=after(1))
    Environment.objects.filter(digest=OLD.digest).update(counts=False)
    better = draft(content=question("print(4 - 2)"), when_proven=True)
    answered(better, NEW, now=after(2))
    better = fresh(better)
    assert better.item.published == better
    assert better.withdrawn_at is None


def test_an_environment_that_contradicts_itself_proves_nothing_any_more(caplog: pytest.LogCaptureFixture) -> None:
    revisions = [published(f"print({number} * 1)", f"q-{number}") for number in range(3)]
    with caplog.at_level(logging.WARNING):
        for revision in revisions:
            answered(revision, OLD, "refuted", now=after(1))
    doubted = Environment.objects.get(digest=OLD.digest)
    assert "what is installed is not what its runners say it is" in doubted.doubt
    assert [record.message for record in caplog.records if "is in doubt" in record.message] == [
        f"environment {doubted.digest[:12]} is in doubt: {doubted.doubt}"
    ]
    new = draft("new", question("print(8 - 6)"), when_proven=True)
    answered(new, OLD, now=after(2))
    assert fresh(new).state == ItemRevision.State.DRAFT
    Environment.objects.update(doubt="")
    assert gate.publish_ready(after(3)) == 1


def test_one_contradiction_may_be_chance_and_casts_no_doubt() -> None:
    revision = published()
    answered(revision, OLD, "refuted", now=after(1))
    assert Environment.objects.get(digest=OLD.digest).doubt == ""
    assert fresh(revision).withdrawn_at == after(1)
