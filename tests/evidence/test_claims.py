"""What a lesson says its programs show: asked for, borne out in the gate's environments, and shipped like a key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytest_django import Settings

from quizapp.catalog.models import Claim
from quizapp.evidence import proving, shipped
from quizapp.evidence.models import Environment, Evidence
from quizapp.evidence.standings import standings
from quizapp.runs.models import Run
from runner.protocol import PROVER
from tests.evidence.builders import pattern
from tests.factories.lessons import published_lesson
from tests.runs.builders import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def claims() -> tuple[Claim, Claim]:
    """The wrong and the right program of the one pitfall in code."""
    published_lesson(pattern())
    wrong, right = Claim.objects.order_by("pk")
    return wrong, right


def show(claim: Claim, verdict: str = "proven") -> Evidence:
    here, _ = Environment.objects.get_or_create(
        digest="e" * 64,
        defaults={
            "runtime": "python",
            "device": "cpu",
            "versions": {"python": "3.11"},
            "prover": PROVER,
            "origin": Environment.Origin.RUNNER,
            "counts": True,
            "first_seen_at": NOON,
        },
    )
    run = Run.objects.create(
        program=claim.program, expectation=claim.expectation, queue="runner.cpu", created_at=NOON, due_at=NOON
    )
    Run.objects.filter(pk=run.pk).update(state="recorded")
    return Evidence.objects.create(
        program=claim.program,
        expectation_digest=claim.expectation_digest,
        environment=here,
        run=run,
        verdict=verdict,
        matched=claim.expectation["key"],
        runs=5,
        prover=PROVER,
        shown_at=NOON,
    )


def test_both_programs_are_asked_for_until_they_are_borne_out(claims: tuple[Claim, Claim]) -> None:
    assert proving.prove_missing(NOON) == 2
    Run.objects.update(state="recorded")
    for claim in claims:
        show(claim)

    assert proving.prove_missing(NOON) == 0


def test_a_claim_that_was_refuted_does_not_hold(claims: tuple[Claim, Claim]) -> None:
    wrong, right = claims
    show(wrong)
    show(right, "refuted")

    found = standings([wrong, right])

    assert found[wrong.pk].publishable
    assert found[right.pk].contradicted


def test_what_holds_travels_with_the_pack(claims: tuple[Claim, Claim], tmp_path: Path, settings: Settings) -> None:
    for claim in claims:
        show(claim)
    path = tmp_path / shipped.FILE_NAME
    assert shipped.dump(pattern(), path) == 2
    Evidence.objects.all().delete()
    Environment.objects.all().delete()
    settings.RUNNER = "none"
    assert not any(found.publishable for found in standings(list(claims)).values())

    assert shipped.load(pattern(), path, NOON) == shipped.Loaded(kept=2, refused=())

    assert all(found.publishable for found in standings(list(claims)).values())


@pytest.mark.parametrize("changes", [{"part": "texts.right"}, {"part": ""}, {"matched": "sound"}])
def test_evidence_of_another_claim_is_refused(
    claims: tuple[Claim, Claim], tmp_path: Path, changes: dict[str, str]
) -> None:
    show(claims[0])
    path = tmp_path / shipped.FILE_NAME
    shipped.dump(pattern(), path)
    data = json.loads(path.read_text())
    data["evidence"][0].update(changes)
    path.write_text(json.dumps(data))
    Evidence.objects.all().delete()

    loaded = shipped.load(pattern(), path, NOON)

    assert loaded.kept == 0
    assert "lesson-sums" in loaded.refused[0]
