from __future__ import annotations

import pytest
from pytest_django import Settings

from quizapp.accounts.models import User
from quizapp.catalog.models import ItemRevision
from quizapp.evidence import gate
from quizapp.evidence.errors import NoRunnerHere, NothingToProve
from quizapp.evidence.models import Evidence
from quizapp.evidence.proving import prove, prove_missing
from quizapp.runs.models import Run
from runner.protocol import PROVER
from tests.evidence.builders import draft, judged, prose, question
from tests.runs.builders import NOON, after, environment, host_is_up

pytestmark = pytest.mark.django_db

PROVE, START, REVERIFY = Run.Priority.PROVE, Run.Priority.START, Run.Priority.REVERIFY
UPGRADED = environment(versions={"python": "3.11.3"})
OLD_PROVER = environment(prover=PROVER + 1)  # any prover but ours


def test_proving_asks_for_the_program_against_its_choices() -> None:
    revision = draft()
    run = prove(revision, PROVE, NOON)
    assert run.program == revision.program
    assert run.expectation_digest == revision.expectation_digest
    assert prove(revision, PROVE, after(1)) == run


def test_prose_has_nothing_to_prove() -> None:
    with pytest.raises(NothingToProve):
        prove(draft(content=prose()), PROVE, NOON)


def test_without_a_runner_nothing_is_asked(settings: Settings) -> None:
    settings.RUNNER = "none"
    revision = draft(when_proven=True)
    with pytest.raises(NoRunnerHere):
        prove(revision, PROVE, NOON)
    assert prove_missing(NOON) == 0


def test_what_is_to_be_published_is_asked_for_before_a_runner_is_there() -> None:
    draft(when_proven=True)
    draft("other")
    draft("prose", prose(), when_proven=True)
    assert prove_missing(NOON) == 1
    assert Run.objects.get().priority == START


def test_what_is_proven_or_refuted_by_the_current_prover_is_left_alone() -> None:
    host_is_up()
    judged(draft(when_proven=True))
    judged(draft("wrong", question("print(11)"), when_proven=True), "refuted")
    judged(draft("vague", question("print(id)"), when_proven=True), "inconclusive")
    assert prove_missing(NOON) == 0


def test_what_could_not_be_decided_is_asked_again_on_request() -> None:
    host_is_up()
    judged(draft(when_proven=True))
    judged(draft("wrong", question("print(11)"), when_proven=True), "refuted")
    vague = draft("vague", question("print(id)"), when_proven=True)
    judged(vague, "inconclusive")
    assert prove_missing(after(1), retry=True) == 1
    assert Run.objects.get(state=Run.State.WAITING, explain=False).program == vague.program


def test_evidence_of_an_older_prover_is_renewed_behind_everything_else() -> None:
    host_is_up()
    revision = draft(when_proven=True)
    judged(revision)
    Evidence.objects.update(prover=PROVER + 1)
    assert prove_missing(NOON) == 1
    assert Run.objects.get(state=Run.State.WAITING, explain=False).priority == REVERIFY
    revision.refresh_from_db()
    assert revision.state == ItemRevision.State.PUBLISHED


def test_an_environment_that_begins_to_count_has_everything_proven_in_it() -> None:
    host_is_up()
    judged(draft(when_proven=True))
    host_is_up(after(5), environments=[UPGRADED.to_dict()])
    assert Run.objects.get(state=Run.State.WAITING, explain=False).priority == REVERIFY


def test_while_no_runner_has_the_current_prover_old_evidence_waits_for_one() -> None:
    host_is_up(environments=[OLD_PROVER.to_dict()])
    judged(draft(when_proven=True), environment=OLD_PROVER.to_dict())
    assert prove_missing(NOON) == 1


def test_what_stands_on_a_word_is_left_alone() -> None:
    gate.publish_on_word(draft(), User.objects.create_user("rosa"), "no runner", NOON)
    assert prove_missing(NOON) == 0


def test_a_run_without_a_key_is_no_evidence() -> None:
    from quizapp.runs.recording import record
    from tests.runs.builders import report, wanted

    run = wanted(expectation=None)
    Run.objects.update(state=Run.State.SENT, attempt=1)
    assert record(report(run), NOON)
    assert not Evidence.objects.exists()


def test_evidence_says_what_its_run_said() -> None:
    run = judged(draft(), now=after(3))
    evidence = Evidence.objects.get()
    assert evidence.run == run
    assert (evidence.verdict, evidence.output, evidence.matched, evidence.runs) == ("proven", "2\n", "two", 5)
    assert (evidence.varied, evidence.jail, evidence.prover) == (["hash", "seed"], ["seccomp"], PROVER)
    assert evidence.shown_at == after(3)
