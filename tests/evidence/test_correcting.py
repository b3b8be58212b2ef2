"""After a correction everything that rests on evidence follows the key in force, not the one that was written."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from quizapp.catalog.content import content_digest
from quizapp.catalog.keys import bodies_in_force, correct
from quizapp.catalog.models import ItemRevision
from quizapp.evidence import gate, proving, reverifying, shipped
from quizapp.evidence.behind import behind_of
from quizapp.evidence.correcting import follow, prove_corrected, prove_where_untried
from quizapp.evidence.errors import NothingToProve
from quizapp.evidence.listing import evidence_in_use
from quizapp.evidence.models import Drift, Environment, Reproof
from quizapp.evidence.side_by_side import where_key_holds
from quizapp.runs.models import Run
from quizapp.runs.recording import record
from runner.protocol import RunReport
from tests.evidence.builders import answered, draft, judged, question
from tests.factories import people
from tests.runs.builders import after, environment, host_is_up, raw_report

pytestmark = pytest.mark.django_db

OLD = environment(versions={"python": "3.11.7", "numpy": "1.26.4"})
NEW = environment(versions={"python": "3.11.7", "numpy": "2.2.6"})
PRINTS_ELEVEN: dict[str, Any] = {
    "executions": [{"outcome": "finished", "stdout": "11\n"}] * 5,
    "verification": {"verdict": "proven", "output": "11\n", "matched": "eleven", "runs": 5, "varied": ["hash"]},
}
PRINTS_TWO: dict[str, Any] = {
    "executions": [{"outcome": "finished", "stdout": "2\n"}] * 5,
    "verification": {"verdict": "refuted", "output": "2\n", "matched": "two", "runs": 5, "reason": "it prints 2"},
}


@pytest.fixture
def corrected() -> ItemRevision:
    """Published with a key that the old environment bore out; now "eleven" is in force, and proven there."""
    host_is_up(environments=[OLD.to_dict()])
    revision = draft(when_proven=True)
    judged(revision, environment=OLD.to_dict())
    correct(fresh(revision), "eleven", reason="It joins texts.", by=people.user(), now=after(1))
    answered(fresh(revision), OLD, now=after(2), **PRINTS_ELEVEN)
    return fresh(revision)


def fresh(revision: ItemRevision) -> ItemRevision:
    return ItemRevision.objects.get(pk=revision.pk)


def void(revision: ItemRevision) -> ItemRevision:
    correct(revision, "", reason="Nobody can say.", by=people.user(), now=after(3))
    return fresh(revision)


def test_the_gate_asks_for_the_proof_of_the_corrected_key(corrected: ItemRevision) -> None:
    standing = gate.standing(corrected)
    assert standing.publishable
    assert standing.latest is not None
    assert standing.latest.matched == "eleven"


def test_until_the_corrected_key_is_proven_the_old_proof_says_nothing() -> None:
    host_is_up(environments=[OLD.to_dict()])
    revision = draft(when_proven=True)
    judged(revision, environment=OLD.to_dict())
    correct(fresh(revision), "eleven", reason="It joins texts.", by=people.user(), now=after(1))
    assert not gate.standing(fresh(revision)).publishable
    assert proving.prove_missing(after(2)) == 1
    assert [run.expectation["key"] for run in Run.objects.filter(environment=OLD.digest) if run.expectation] == [
        "eleven"
    ]


def test_learners_are_shown_the_proof_of_the_corrected_key(corrected: ItemRevision) -> None:
    proof = behind_of([corrected])[corrected.pk].proof
    assert proof is not None
    assert proof.output == "11\n"


def test_the_list_and_the_sentence_of_where_it_holds_speak_of_the_corrected_key(corrected: ItemRevision) -> None:
    (line,) = evidence_in_use()
    assert (line.verdict, line.matched, line.publishable) == ("proven", "eleven", True)
    assert where_key_holds(corrected.program_id or 0, corrected.proof_digest) == "holds for numpy 1.26.4, CPU"
    out = StringIO()
    call_command("evidence", stdout=out)
    assert "proven   11" in out.getvalue()


def test_proving_anew_proves_the_corrected_key(corrected: ItemRevision) -> None:
    host_is_up(after(4), host="gym", environments=[NEW.to_dict()])
    (reproof,) = Reproof.objects.all()
    assert (reproof.expectation["key"], reproof.expectation_digest) == ("eleven", corrected.proof_digest)


def test_what_no_longer_bears_out_the_corrected_key_is_withdrawn(corrected: ItemRevision) -> None:
    """It prints what the old key says: by that it would be proven, and asked on."""
    host_is_up(after(4), host="gym", environments=[NEW.to_dict()])
    Environment.objects.filter(digest=NEW.digest).update(counts=True)
    answered(corrected, NEW, now=after(5), **PRINTS_TWO)
    assert fresh(corrected).withdrawn_at == after(5)
    drift = Drift.objects.open().get()
    assert (drift.difference, drift.before.matched if drift.before else "") == ("changed", "eleven")


def test_what_still_bears_it_out_is_no_alarm(corrected: ItemRevision) -> None:
    host_is_up(after(4), host="gym", environments=[NEW.to_dict()])
    Environment.objects.filter(digest=NEW.digest).update(counts=True)
    answered(corrected, NEW, now=after(5), **PRINTS_ELEVEN)
    assert fresh(corrected).withdrawn_at is None
    assert not Drift.objects.open().exists()


def test_a_report_about_the_old_key_that_comes_late_withdraws_nothing(corrected: ItemRevision) -> None:
    host_is_up(after(4), host="gym", environments=[NEW.to_dict()])
    Environment.objects.filter(digest=NEW.digest).update(counts=True)
    written = ItemRevision(
        item=corrected.item,
        content=corrected.content,
        program=corrected.program,
        expectation_digest=corrected.expectation_digest,
        proof_digest=corrected.expectation_digest,
    )
    run = proving.prove(written, Run.Priority.REVERIFY, after(5), Environment.objects.get(digest=NEW.digest))
    Run.objects.filter(pk=run.pk).update(state=Run.State.SENT, attempt=1)
    run.refresh_from_db()
    late = raw_report(run) | {"environment": NEW.to_dict(), **PRINTS_ELEVEN}
    late["verification"] = {**late["verification"], "verdict": "refuted", "reason": "it prints 11"}
    assert record(RunReport.from_dict(late), after(6))
    assert fresh(corrected).withdrawn_at is None


def test_a_correction_answers_the_alarm_and_brings_back_what_was_withdrawn() -> None:
    host_is_up(environments=[OLD.to_dict()])
    revision = draft(when_proven=True)
    judged(revision, environment=OLD.to_dict())
    answered(revision, OLD, "refuted", now=after(1))
    assert fresh(revision).withdrawn_at == after(1)
    reviewer, before = people.user(), revision.proof_digest
    correct(fresh(revision), "eleven", reason="It joins texts.", by=reviewer, now=after(2))
    follow(fresh(revision), before, reviewer, "It joins texts.", after(2))
    assert fresh(revision).withdrawn_at is None
    drift = Drift.objects.alarms().get()
    assert (drift.settled_by, drift.settlement) == (reviewer, "the key was corrected: It joins texts.")


def test_an_alarm_that_another_question_has_too_stays_open() -> None:
    host_is_up(environments=[OLD.to_dict()])
    first, second = draft(when_proven=True), draft("the-same-again", when_proven=True)
    judged(first, environment=OLD.to_dict())
    answered(first, OLD, "refuted", now=after(1))
    before = first.proof_digest
    correct(fresh(first), "eleven", reason="It joins texts.", by=people.user(), now=after(2))
    follow(fresh(first), before, people.user(), "It joins texts.", after(2))
    assert Drift.objects.open().count() == 1
    assert fresh(second).withdrawn_at == after(1)


def test_what_is_void_has_nothing_to_prove_and_is_asked_of_nobody_from_then_on(corrected: ItemRevision) -> None:
    before = corrected.proof_digest
    revision = void(corrected)
    follow(revision, before, people.user(), "Nobody can say.", after(3))
    assert fresh(revision).withdrawn_at == after(3)
    standing = gate.standing(revision)
    assert (standing.publishable, standing.contradicted, standing.reason) == (
        False,
        True,
        "it is void: no key is left to prove",
    )
    with pytest.raises(NothingToProve, match="is void"):
        proving.prove(revision, Run.Priority.PROVE, after(4))
    assert proving.prove_missing(after(4)) == 0
    begun = reverifying.begin(Environment.objects.get(digest=OLD.digest), after(4))
    assert not begun.reproofs.exists()


def test_a_corrected_key_is_proven_in_every_environment_that_counts() -> None:
    host_is_up(environments=[OLD.to_dict()])
    host_is_up(host="gym", environments=[NEW.to_dict()])
    Environment.objects.update(counts=True)
    revision = draft(when_proven=True)
    for where in (OLD, NEW):
        answered(revision, where)
    runs = prove_corrected(fresh(revision), "eleven", after(1))
    assert {run.environment for run in runs} == {OLD.digest, NEW.digest}


def test_an_environment_that_begins_to_count_meanwhile_is_asked_once() -> None:
    host_is_up(environments=[OLD.to_dict()])
    revision = draft(when_proven=True)
    judged(revision, environment=OLD.to_dict())
    prove_corrected(fresh(revision), "eleven", after(1))
    host_is_up(after(2), host="gym", environments=[NEW.to_dict()])
    Environment.objects.update(counts=True)
    assert prove_where_untried(fresh(revision), "eleven", after(3)) == 1
    assert prove_where_untried(fresh(revision), "eleven", after(4)) == 0


def test_what_travels_is_the_evidence_of_the_corrected_key(corrected: ItemRevision, tmp_path: Path) -> None:
    path = tmp_path / shipped.FILE_NAME
    assert shipped.dump(corrected.item.pattern, path) == 1
    (record_,) = json.loads(path.read_text())["evidence"]
    body = bodies_in_force([corrected])[corrected.pk]
    assert body == question(key="eleven")
    assert body is not None
    assert (record_["matched"], record_["content_digest"]) == ("eleven", content_digest(body))


def test_nothing_of_what_is_void_travels(corrected: ItemRevision, tmp_path: Path) -> None:
    void(corrected)
    assert shipped.dump(corrected.item.pattern, tmp_path / shipped.FILE_NAME) == 0


def test_what_a_pack_says_of_the_old_key_is_refused(corrected: ItemRevision, tmp_path: Path) -> None:
    host_is_up()
    other = draft("never-corrected", question("print(2)"), when_proven=True)
    judged(other, environment=OLD.to_dict())
    path = tmp_path / shipped.FILE_NAME
    shipped.dump(other.item.pattern, path)
    correct(fresh(other), "eleven", reason="It joins texts.", by=people.user(), now=after(3))
    loaded = shipped.load(other.item.pattern, path, after(4))
    assert any("its key was corrected here" in sentence for sentence in loaded.refused)
