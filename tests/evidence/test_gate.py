from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries, Settings

from quizapp.accounts.models import User
from quizapp.catalog.missing import MISSING
from quizapp.catalog.models import ItemRevision
from quizapp.evidence import gate
from quizapp.evidence.errors import NotPublishable
from quizapp.evidence.models import Environment, Evidence
from quizapp.evidence.signals import revision_published
from quizapp.evidence.standings import standings
from quizapp.runs.models import Run
from runner.protocol import PROVER
from tests.evidence.builders import draft, judged, prose, question
from tests.runs.builders import NOON, after, environment, host_is_up

pytestmark = pytest.mark.django_db

State, Basis = ItemRevision.State, ItemRevision.Basis
NEWER = environment(versions={"python": "3.11.3"})


@pytest.fixture
def published() -> Iterator[list[ItemRevision]]:
    heard: list[ItemRevision] = []

    def hear(revision: ItemRevision, **_: Any) -> None:
        heard.append(revision)

    revision_published.connect(hear)
    yield heard
    revision_published.disconnect(hear)


@pytest.fixture
def reviewer() -> User:
    return User.objects.create_user("rosa")


def state_of(revision: ItemRevision) -> tuple[str, str]:
    revision.refresh_from_db()
    return revision.state, revision.basis


def test_prose_passes(published: list[ItemRevision]) -> None:
    revision = draft(content=prose())
    gate.publish(revision, NOON)
    assert state_of(revision) == (State.PUBLISHED, Basis.PROSE)
    assert revision.item.published == revision
    assert published == [revision]


def test_what_was_never_run_does_not_pass() -> None:
    revision = draft()
    with pytest.raises(NotPublishable, match="no runner with the current prover has announced python on cpu"):
        gate.publish(revision, NOON)
    host_is_up()
    with pytest.raises(NotPublishable, match="not proven yet in python on cpu"):
        gate.publish(revision, NOON)
    assert state_of(revision) == (State.DRAFT, Basis.NONE)


def test_a_proven_key_passes(published: list[ItemRevision]) -> None:
    host_is_up()
    revision = draft()
    judged(revision)
    gate.publish(revision, after(1))
    assert state_of(revision) == (State.PUBLISHED, Basis.PROVEN)
    assert revision.published_at == after(1)
    gate.publish(revision, after(2))
    assert published == [revision]


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        ("refuted", "refuted in python on cpu: python 3.11.2: it prints 11"),
        ("unstable", "unstable in python on cpu: python 3.11.2 because of seed"),
        ("inconclusive", "inconclusive in python on cpu: python 3.11.2: depends on weights"),
    ],
)
def test_any_other_verdict_does_not_pass(verdict: str, reason: str) -> None:
    host_is_up()
    revision = draft(when_proven=True)
    judged(revision, verdict)
    assert state_of(revision) == (State.DRAFT, Basis.NONE)
    with pytest.raises(NotPublishable) as refused:
        gate.publish(revision, NOON)
    assert refused.value.reason == reason


def test_the_newest_verdict_decides() -> None:
    host_is_up()
    revision = draft()
    judged(revision, "proven", after(1))
    judged(revision, "refuted", after(2))
    assert not gate.standing(revision).publishable
    judged(revision, "proven", after(3))
    assert gate.standing(revision).publishable


def test_it_has_to_be_proven_wherever_it_counts() -> None:
    host_is_up()
    host_is_up(host="gym", environments=[NEWER.to_dict()])
    revision = draft()
    judged(revision)
    assert gate.standing(revision).publishable
    Environment.objects.update(counts=True)
    standing = gate.standing(revision)
    assert (standing.publishable, standing.reason) == (False, "not proven yet in python on cpu: python 3.11.3")
    judged(revision, environment=NEWER.to_dict())
    assert gate.standing(revision).publishable


def test_being_proven_where_it_does_not_count_is_not_enough() -> None:
    host_is_up()
    revision = draft()
    judged(revision, environment=NEWER.to_dict())
    assert not gate.standing(revision).publishable


def test_evidence_of_an_older_prover_does_not_count() -> None:
    host_is_up()
    revision = draft()
    judged(revision)
    Environment.objects.update(prover=PROVER + 1)
    assert not gate.standing(revision).publishable
    Environment.objects.update(prover=PROVER)
    Evidence.objects.update(prover=PROVER + 1)
    assert not gate.standing(revision).publishable


def test_evidence_belongs_to_its_key() -> None:
    host_is_up()
    judged(draft())
    wrong_key = draft("other", question(key="eleven"))
    assert not gate.standing(wrong_key).publishable


def test_what_waits_for_its_proof_is_published_with_the_report(published: list[ItemRevision]) -> None:
    host_is_up()
    revision, twin, other = draft(when_proven=True), draft("twin", when_proven=True), draft("other")
    judged(revision)
    assert state_of(revision) == state_of(twin) == (State.PUBLISHED, Basis.PROVEN)
    assert state_of(other) == (State.DRAFT, Basis.NONE)
    assert published == [revision, twin]


def test_prose_that_waits_is_published_at_once() -> None:
    revision = draft(content=prose(), when_proven=True)
    assert gate.publish_ready(NOON) == 1
    assert state_of(revision) == (State.PUBLISHED, Basis.PROSE)
    assert gate.publish_ready(NOON) == 0


def test_a_new_revision_takes_the_place_of_the_old_one() -> None:
    host_is_up()
    old = draft(when_proven=True)
    judged(old)
    new = draft(content=question("print(2)"), when_proven=True)
    assert state_of(old)[0] == State.PUBLISHED
    judged(new)
    assert state_of(old)[0] == State.SUPERSEDED
    assert state_of(new)[0] == State.PUBLISHED
    new.item.refresh_from_db()
    assert new.item.published == new


def test_an_older_revision_proven_late_does_not_come_back() -> None:
    host_is_up()
    old = draft(when_proven=True)
    new = draft(content=question("print(2)"), when_proven=True)
    judged(new)
    judged(old)
    assert gate.publish_ready(NOON) == 0
    assert (state_of(old)[0], state_of(new)[0]) == (State.DRAFT, State.PUBLISHED)


def test_only_the_newest_of_those_waiting_is_published(published: list[ItemRevision]) -> None:
    draft(content=prose(), when_proven=True)
    newest = draft(content=prose(), when_proven=True)
    assert gate.publish_ready(NOON) == 1
    assert published == [newest]


def test_a_retired_item_stays_away_from_learners(reviewer: User) -> None:
    revision = draft(content=prose(), when_proven=True)
    revision.item.retired_at = NOON
    revision.item.save()
    assert gate.publish_ready(NOON) == 0
    with pytest.raises(NotPublishable, match="retired"):
        gate.publish(revision, NOON)


def test_a_word_with_a_reason_passes_and_is_marked(reviewer: User) -> None:
    revision = draft(content=question(snippet={"source": "print(2)", "runtime": "tensorflow"}))
    gate.publish_on_word(revision, reviewer, "  we have no TensorFlow here ", NOON)
    assert state_of(revision) == (State.PUBLISHED, Basis.WORD)
    assert (revision.word_by, revision.word_reason) == (reviewer, "we have no TensorFlow here")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_word_without_a_reason_does_not_pass(reviewer: User, reason: str) -> None:
    revision = draft()
    with pytest.raises(NotPublishable, match="needs a reason"):
        gate.publish_on_word(revision, reviewer, reason, NOON)
    assert state_of(revision)[0] == State.DRAFT


@pytest.mark.parametrize("verdict", ["refuted", "unstable"])
def test_no_word_helps_a_key_that_was_found_wrong(reviewer: User, verdict: str) -> None:
    host_is_up()
    revision = draft()
    judged(revision, verdict)
    with pytest.raises(NotPublishable, match=verdict):
        gate.publish_on_word(revision, reviewer, "trust me", NOON)


def test_a_word_helps_where_nothing_could_be_said(reviewer: User) -> None:
    host_is_up()
    revision = draft()
    judged(revision, "inconclusive")
    gate.publish_on_word(revision, reviewer, "seen with the real weights", NOON)
    assert state_of(revision) == (State.PUBLISHED, Basis.WORD)


def test_prose_needs_no_word(reviewer: User) -> None:
    with pytest.raises(NotPublishable, match="nobody's word"):
        gate.publish_on_word(draft(content=prose()), reviewer, "because", NOON)


def test_a_proof_takes_the_place_of_a_word(reviewer: User) -> None:
    revision = draft()
    gate.publish_on_word(revision, reviewer, "no runner today", NOON)
    host_is_up()
    judged(revision)
    gate.publish(revision, after(9))
    assert state_of(revision) == (State.PUBLISHED, Basis.PROVEN)
    assert (revision.word_by, revision.word_reason) == (None, "")


def from_a_pack(revision: ItemRevision, verdict: str = "proven") -> Evidence:
    """Evidence of another installation, where the runtime is."""
    assert revision.program is not None
    where, _ = Environment.objects.get_or_create(
        digest="e" * 64,
        defaults={
            "runtime": revision.program.runtime,
            "device": "cpu",
            "versions": {"python": "3.11.2"},
            "prover": PROVER,
            "origin": Environment.Origin.PACK,
            "first_seen_at": NOON,
        },
    )
    return Evidence.objects.create(
        program=revision.program,
        expectation_digest=revision.expectation_digest,
        environment=where,
        verdict=verdict,
        runs=5,
        prover=PROVER,
        shown_at=NOON,
    )


def in_keras(slug: str = "in-keras") -> ItemRevision:
    return draft(slug, question(snippet={"source": "print(2)", "runtime": "tensorflow"}), when_proven=True)


def test_what_our_runners_have_no_runtime_for_goes_out_on_shipped_evidence_once_they_have_spoken() -> None:
    revision = in_keras()
    from_a_pack(revision)
    assert gate.publish_ready(NOON) == 0
    host_is_up()
    assert state_of(revision) == (State.PUBLISHED, Basis.PROVEN)


def test_shipped_evidence_says_nothing_of_a_runtime_that_our_runners_have() -> None:
    host_is_up()
    revision = draft(when_proven=True)
    from_a_pack(revision)
    assert gate.publish_ready(NOON) == 0
    assert "not proven yet" in gate.standing(revision).reason


def test_a_runtime_that_arrives_later_has_to_prove_what_was_shipped() -> None:
    revision = in_keras()
    from_a_pack(revision)
    host_is_up()
    host_is_up(after(20), environments=[environment().to_dict(), environment(runtime="tensorflow").to_dict()])
    assert not gate.standing(revision).publishable
    assert Run.objects.filter(program=revision.program).exists()


def test_standings_cost_the_same_queries_however_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    host_is_up()
    for number in range(12):
        judged(draft(f"item-{number}", question(f"print(1 + 1)  # {number}")))
    revisions = list(ItemRevision.objects.select_related("item", "program"))
    with django_assert_num_queries(3):
        assert all(standing.publishable for standing in standings(revisions).values())


def test_where_there_is_a_runner_shipped_evidence_does_not_count(settings: Settings) -> None:
    host_is_up()
    revision = draft()
    judged(revision)
    Evidence.objects.update(run=None)
    assert not gate.standing(revision).publishable
    settings.RUNNER = "none"
    assert gate.standing(revision).publishable


@pytest.mark.django_db(transaction=True)
def test_of_revisions_published_at_the_same_moment_one_stays(published: list[ItemRevision]) -> None:
    revisions = [draft(content=prose()) for _ in range(6)]
    start = threading.Barrier(len(revisions))

    def publish(revision: ItemRevision) -> None:
        start.wait()
        gate.publish(revision, NOON)
        connection.close()

    threads = [threading.Thread(target=publish, args=(revision,)) for revision in revisions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(published) == len(revisions)
    out = ItemRevision.objects.get(state=State.PUBLISHED)
    assert out.item.published == out
    assert ItemRevision.objects.filter(state=State.SUPERSEDED).count() == len(revisions) - 1


def test_what_is_still_to_be_written_keeps_the_gate_shut_even_for_a_proven_key(reviewer: User) -> None:
    host_is_up()
    revision = draft(content=question(hint=MISSING), when_proven=True)
    judged(revision)

    found = gate.standing(revision)

    assert (found.publishable, found.incomplete, found.reason) == (False, True, "to be written first: hint")
    assert gate.publish_ready(NOON) == 0
    with pytest.raises(NotPublishable, match="to be written first: hint"):
        gate.publish(revision, NOON)
    with pytest.raises(NotPublishable, match="to be written first: hint"):
        gate.publish_on_word(revision, reviewer, "I know it", NOON)


def test_prose_that_is_not_whole_is_kept_back_too() -> None:
    revision = draft(content=question(kind="conceptual", snippet=None, hint=MISSING), when_proven=True)
    assert gate.publish_ready(NOON) == 0
    assert not gate.standing(revision).publishable
