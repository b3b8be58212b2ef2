"""What a page says of where a key was proven."""

from __future__ import annotations

import pytest

from quizapp.evidence.behind import NOTHING, behind_of
from quizapp.evidence.models import Environment, Evidence
from quizapp.runs.models import Run
from runner.protocol import PROVER
from tests.evidence.builders import draft, judged
from tests.factories import content
from tests.factories.people import NOW
from tests.modes.conftest import Visitor, words
from tests.runs.builders import after, host_is_up

pytestmark = pytest.mark.django_db


def shown_elsewhere(program_id: int, expectation_digest: str, *, prover: int = PROVER, verdict: str = "proven") -> None:
    environment, _ = Environment.objects.get_or_create(
        digest="e" * 64,
        defaults={
            "runtime": "pytorch",
            "device": "cpu",
            "versions": {"torch": "2.11.0", "python": "3.12.1"},
            "prover": prover,
            "origin": Environment.Origin.PACK,
            "first_seen_at": NOW,
        },
    )
    Evidence.objects.create(
        program_id=program_id,
        expectation_digest=expectation_digest,
        environment=environment,
        verdict=verdict,
        output="2\n",
        runs=7,
        prover=prover,
        shown_at=NOW,
    )


def test_what_was_proven_here_and_elsewhere_is_both_told() -> None:
    host_is_up()
    revision = draft()
    judged(revision, now=after(7))
    assert revision.program_id is not None
    shown_elsewhere(revision.program_id, revision.expectation_digest)
    behind = behind_of([revision])[revision.pk]
    assert behind.proof is not None
    assert behind.proof.runs == 5
    assert behind.elsewhere is not None
    assert (behind.elsewhere.runs, behind.elsewhere.shown_at) == (7, NOW)


def test_what_was_proven_elsewhere_alone_does_not_claim_a_run_here() -> None:
    revision = draft()
    assert revision.program_id is not None
    shown_elsewhere(revision.program_id, revision.expectation_digest)
    behind = behind_of([revision])[revision.pk]
    assert behind.proof is None
    assert behind.elsewhere is not None
    assert not Run.objects.exists()


@pytest.mark.parametrize("changes", [{"prover": PROVER - 1}, {"verdict": "refuted"}])
def test_what_an_older_prover_or_a_refutation_says_is_no_proof_elsewhere(changes: dict[str, int | str]) -> None:
    revision = draft()
    assert revision.program_id is not None
    shown_elsewhere(revision.program_id, revision.expectation_digest, **changes)  # type: ignore[arg-type]
    assert behind_of([revision]) == {revision.pk: NOTHING}


def test_the_page_of_an_ended_problem_says_where_and_when(ada: Visitor) -> None:
    sitting = ada.start(content.challenge(content.pattern("adding-up"), problems=1, kind="predict-output"))
    ada.does("open", 1)
    revision = sitting.problems.get(position=1).revision
    assert revision.program_id is not None
    shown_elsewhere(revision.program_id, revision.expectation_digest)
    ada.does("give-up", 1)
    page = words(ada.problem(1))
    assert "Proven elsewhere on 18 November 2026, by 7 runs with python 3.12.1, torch 2.11.0." in page
    assert "Proven by" not in page


def test_the_page_says_whose_a_question_is_that_was_taken_over(ada: Visitor) -> None:
    whose = {"bank": "quiz", "id": "1", "source": "https://example.org", "author": "Ada", "licence": "CC BY 4.0"}
    ada.start(content.challenge(content.pattern("adding-up"), problems=1, origin=whose))
    ada.does("open", 1)
    assert "Taken over" not in words(ada.problem(1))
    ada.does("give-up", 1)
    assert "Taken over from quiz, by Ada, CC BY 4.0. https://example.org" in words(ada.problem(1))
