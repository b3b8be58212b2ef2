"""Who may correct which key to what, and when it comes into force."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from quizapp.accounts.models import User
from quizapp.catalog.keys import KeyInForce, key_in_force
from quizapp.catalog.models import ItemRevision, KeyCorrection
from quizapp.evidence.errors import DeviceNotAvailable
from quizapp.evidence.models import Environment, Evidence
from quizapp.regrade import correcting, job, sweeping
from quizapp.regrade.errors import CorrectionRefused, NotPermitted
from quizapp.regrade.models import Regrade
from quizapp.regrade.public import public_corrections
from quizapp.runs.models import Run
from runner.protocol import PROVER, Verdict
from tests.factories import people
from tests.factories.content import RIGHT, pattern, published_question
from tests.factories.people import NOW

LATER = NOW + timedelta(hours=1)


def ask(revision: ItemRevision, new_key: str, by: User, **changes: Any) -> Regrade:
    return correcting.ask(revision, new_key, by=by, now=NOW, **{"strict": False, "reason": "Why.", **changes})


def published(**changes: Any) -> ItemRevision:
    return published_question(pattern(), **changes).revisions.get()


@pytest.fixture
def executed(db: None) -> ItemRevision:
    return published(kind="predict-output")


def test_prose_is_corrected_at_once_by_a_reviewer(revision: ItemRevision, reviewer: User) -> None:
    regrade = ask(revision, "six", reviewer)
    assert key_in_force(revision) == KeyInForce("six")
    assert regrade.correction == KeyCorrection.objects.get()
    assert (regrade.correction.old_key, regrade.correction.corrected_by) == (RIGHT, reviewer)
    assert regrade.state == Regrade.State.APPLYING


@pytest.mark.parametrize("new_key", ["six", ""])
def test_an_author_may_not_decide_it(revision: ItemRevision, new_key: str) -> None:
    with pytest.raises(NotPermitted):
        ask(revision, new_key, people.user(is_staff=True))
    assert not Regrade.objects.exists()


@pytest.mark.parametrize(
    ("new_key", "reason", "because"),
    [("nine", "Why.", "none of the choices"), (RIGHT, "Why.", "in force already"), ("six", "  ", "needs a reason")],
)
def test_what_makes_no_sense_is_refused(
    revision: ItemRevision, reviewer: User, new_key: str, reason: str, because: str
) -> None:
    with pytest.raises(CorrectionRefused, match=because):
        ask(revision, new_key, reviewer, reason=reason)
    assert not KeyCorrection.objects.exists()


def test_a_second_one_waits_until_the_first_is_applied(revision: ItemRevision, reviewer: User) -> None:
    first = ask(revision, "six", reviewer)
    with pytest.raises(CorrectionRefused, match="still being applied"):
        ask(revision, "five", reviewer)
    job.finish(first.pk, lambda: LATER)
    second = ask(revision, "five", reviewer)
    assert second.correction is not None
    assert second.correction.old_key == "six"
    assert key_in_force(revision) == KeyInForce("five")


def evidence(revision: ItemRevision, run: Run, verdict: Verdict) -> None:
    environment = Environment.objects.create(
        digest="d" * 64,
        runtime="python",
        device="cpu",
        versions={"python": "3.11.9"},
        prover=PROVER,
        origin=Environment.Origin.RUNNER,
        counts=True,
        first_seen_at=NOW,
    )
    assert revision.program is not None
    Evidence.objects.create(
        program=revision.program,
        expectation_digest=run.expectation_digest,
        environment=environment,
        run=run,
        verdict=verdict,
        runs=5,
        prover=environment.prover,
        shown_at=NOW,
    )


def test_what_is_executed_waits_for_its_proof(executed: ItemRevision, reviewer: User) -> None:
    regrade = ask(executed, "six", reviewer)
    run = Run.objects.get()
    assert run.expectation is not None
    assert run.expectation["key"] == "six"
    assert run.priority == Run.Priority.PROVE
    sweeping.sweep(NOW)
    regrade.refresh_from_db()
    assert (regrade.state, key_in_force(executed)) == (Regrade.State.WAITING, KeyInForce(RIGHT))

    evidence(executed, run, Verdict.PROVEN)
    sweeping.sweep(LATER)

    regrade.refresh_from_db()
    assert (regrade.state, key_in_force(executed)) == (Regrade.State.DONE, KeyInForce("six"))
    assert regrade.correction is not None
    assert regrade.correction.corrected_at == LATER


@pytest.mark.parametrize("verdict", [Verdict.REFUTED, Verdict.UNSTABLE])
def test_what_is_not_so_is_refused(executed: ItemRevision, reviewer: User, verdict: Verdict) -> None:
    regrade = ask(executed, "six", reviewer)
    evidence(executed, Run.objects.get(), verdict)
    sweeping.sweep(LATER)
    regrade.refresh_from_db()
    assert (regrade.state, regrade.settled_because.split()[0]) == (Regrade.State.REFUSED, verdict.value)
    assert not KeyCorrection.objects.exists()


def test_an_unsure_verdict_leaves_it_waiting(executed: ItemRevision, reviewer: User) -> None:
    regrade = ask(executed, "six", reviewer)
    evidence(executed, Run.objects.get(), Verdict.INCONCLUSIVE)
    assert correcting.decide_waiting(LATER) == 1
    regrade.refresh_from_db()
    assert regrade.state == Regrade.State.WAITING


def test_without_a_runner_what_is_executed_can_only_be_made_void(
    executed: ItemRevision, reviewer: User, settings: Any
) -> None:
    settings.RUNNER = "none"
    with pytest.raises(CorrectionRefused, match="not proven"):
        ask(executed, "six", reviewer)
    assert not Regrade.objects.exists()
    ask(executed, "", reviewer)
    assert key_in_force(executed).void


def test_one_that_waits_can_be_withdrawn_and_one_in_force_cannot(
    executed: ItemRevision, revision: ItemRevision, reviewer: User
) -> None:
    waiting, in_force = ask(executed, "six", reviewer), ask(revision, "six", reviewer)
    assert correcting.withdraw(waiting, LATER)
    assert not correcting.withdraw(in_force, LATER)
    sweeping.sweep(LATER)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.finished_at) == (Regrade.State.WITHDRAWN, LATER)
    ask(executed, "seven", reviewer)


def test_everybody_may_read_what_was_corrected(revision: ItemRevision, reviewer: User) -> None:
    job.finish(ask(revision, "six", reviewer, reason="Six it is.").pk, lambda: NOW)
    ask(revision, "", reviewer, strict=True)
    last, first = public_corrections(revision.item)
    texts = {choice.id: choice.text for choice in revision.question.choices}
    assert (first.old, first.new, first.reason, first.strict) == (texts[RIGHT], texts["six"], "Six it is.", False)
    assert (last.old, last.new, last.strict) == (texts["six"], None, True)


def test_what_is_void_is_not_asked_any_more_until_it_has_a_key_again(revision: ItemRevision, reviewer: User) -> None:
    job.finish(ask(revision, "", reviewer).pk, lambda: NOW)
    revision.refresh_from_db()
    assert revision.withdrawn_at == NOW
    ask(revision, "six", reviewer)
    revision.refresh_from_db()
    assert revision.withdrawn_at is None


def test_a_key_that_cannot_be_tried_here_is_refused_with_the_reason(
    executed: ItemRevision, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> DeviceNotAvailable:
        return DeviceNotAvailable("it needs cuda, which no runner offers")

    monkeypatch.setattr("quizapp.evidence.devices.refusal", away)
    with pytest.raises(CorrectionRefused, match="cannot be proven: it needs cuda"):
        ask(executed, "six", reviewer)
    assert not Regrade.objects.exists()
