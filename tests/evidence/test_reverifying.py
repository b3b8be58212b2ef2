from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from quizapp.catalog.models import ItemRevision
from quizapp.evidence import reverifying
from quizapp.evidence.environments import environment_of
from quizapp.evidence.errors import NoRunnerHere
from quizapp.evidence.models import Environment, Evidence, Reverification
from quizapp.runs.models import Run
from quizapp.runs.sweeper import sweep
from runner.protocol import queue_in
from tests.evidence.builders import answered, draft, judged, pattern, prose, question
from tests.runs.builders import NOON, Queue, after, environment, fault, host_is_up

pytestmark = pytest.mark.django_db

OLD = environment(versions={"python": "3.11.7", "numpy": "1.26.4"})
NEW = environment(versions={"python": "3.11.7", "numpy": "2.2.6"})
WAITING = Run.State.WAITING


def bank(size: int = 2) -> list[ItemRevision]:
    """So many published questions, proven in the old environment."""
    host_is_up(environments=[OLD.to_dict()])
    revisions = [draft(f"q-{number}", question(f"print({number} and 2)"), when_proven=True) for number in range(size)]
    for revision in revisions:
        judged(revision, environment=OLD.to_dict())
    Run.objects.filter(explain=True).delete()  # what explains a proof is asked for as well
    return revisions


def row(of: object = NEW) -> Environment:
    return Environment.objects.get(digest=of.digest)  # type: ignore[attr-defined]


def open_one() -> Reverification:
    return Reverification.objects.get(finished_at__isnull=True)


def test_a_new_environment_has_the_bank_proven_in_it_whether_it_counts_or_not() -> None:
    bank(3)
    host_is_up(after(1), host="gym", environments=[NEW.to_dict()])
    assert not row().counts
    begun = open_one()
    assert begun.because == Reverification.Because.ANNOUNCED
    assert set(Run.objects.filter(state=WAITING).values_list("environment", flat=True)) == {NEW.digest}
    assert str(reverifying.progress(begun)) == "0 of 3 proven anew"


def test_on_a_first_start_there_is_nothing_to_prove_anew() -> None:
    draft(when_proven=True)
    draft("prose", prose())
    host_is_up()
    assert not Reverification.objects.exists()


def test_what_came_with_a_pack_makes_no_first_start_a_second_one() -> None:
    revision = draft(when_proven=True)
    assert revision.program is not None
    Evidence.objects.create(
        program=revision.program,
        expectation_digest=revision.expectation_digest,
        environment=environment_of(OLD, Environment.Origin.PACK, NOON),
        verdict="proven",
        runs=5,
        prover=OLD.prover,
        shown_at=NOON,
    )
    host_is_up(environments=[NEW.to_dict()])
    assert not Reverification.objects.exists()


def test_what_is_asked_goes_to_the_environment_it_is_asked_of() -> None:
    bank(1)
    host_is_up(after(1), host="gym", environments=[NEW.to_dict()])
    queues: list[str] = []
    assert sweep(after(2), send=lambda queue, _: queues.append(queue)).sent == 1
    assert queues == [queue_in("runner.cpu", NEW.digest)]


def test_it_ends_when_everything_was_answered_and_says_what_it_found() -> None:
    first, second, third = bank(3)
    host_is_up(after(1), host="gym", environments=[NEW.to_dict()])
    begun = open_one()
    answered(first, NEW, now=after(2))
    answered(second, NEW, "refuted", now=after(2))
    answered(third, NEW, "inconclusive", now=after(2))
    reverifying.keep_up(after(3))
    begun.refresh_from_db()
    assert begun.finished_at == after(3)
    assert str(reverifying.progress(begun)) == "3 of 3 proven anew: 1 changed, 1 same, 1 undecided"


def test_begun_twice_is_begun_once() -> None:
    bank(2)
    host_is_up(after(1), host="gym", environments=[NEW.to_dict()])
    begun = open_one()
    again = reverifying.begin(row(), after(2))
    assert again == begun
    assert Run.objects.filter(state=WAITING).count() == 2


def test_only_so_many_are_asked_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reverifying, "MOST_OUT", 2)
    revisions = bank(5)
    begun = reverifying.begin(row(OLD), after(1))
    reverifying.advance(begun, after(2))
    assert Run.objects.filter(state=WAITING).count() == 2
    for revision in revisions[:2]:
        answered(revision, OLD, now=after(3))
    reverifying.advance(begun, after(4))
    assert Run.objects.filter(state=WAITING).count() == 2
    assert reverifying.progress(begun).done == 2


def test_who_is_killed_in_between_goes_on_where_it_stopped() -> None:
    revisions = bank(3)
    begun = reverifying.begin(row(OLD), after(1))
    answered(revisions[0], OLD, now=after(2))
    # Whoever watched is gone; the sweeper of another process knows nothing but the rows.
    reverifying.keep_up(after(3))
    assert reverifying.progress(begun).done == 1
    assert Evidence.objects.filter(shown_at__gte=after(1)).count() == 1
    for revision in revisions[1:]:
        answered(revision, OLD, now=after(4))
    reverifying.keep_up(after(5))
    begun.refresh_from_db()
    assert begun.finished_at == after(5)
    assert Run.objects.filter(created_at__gte=after(1)).count() == 3


def test_what_brings_no_report_is_counted_and_does_not_hold_up_the_rest() -> None:
    from quizapp.runs.recording import record

    (revision,) = bank(1)
    begun = reverifying.begin(row(OLD), after(1))
    queue = Queue()
    host_is_up(after(1), environments=[OLD.to_dict()])
    sweep(after(2), send=lambda _, request: queue.requests.append(request))
    record(fault(Run.objects.get(state=Run.State.SENT), retryable=False), after(3))
    reverifying.keep_up(after(4))
    begun.refresh_from_db()
    assert begun.finished_at == after(4)
    assert str(reverifying.progress(begun)) == "1 of 1 proven anew: 1 without a report"
    revision.refresh_from_db()
    assert (revision.state, revision.withdrawn_at) == (ItemRevision.State.PUBLISHED, None)


def test_one_pattern_can_be_proven_anew() -> None:
    bank(2)
    other = draft("elsewhere", question("print(2)"), when_proven=True, of=pattern("other"))
    judged(other, environment=OLD.to_dict())
    begun = reverifying.begin(row(OLD), after(1), pattern=pattern("other"))
    assert reverifying.progress(begun).total == 1


def test_an_environment_that_counts_has_its_turn_again_after_a_month() -> None:
    bank(1)
    late = NOON + reverifying.EVERY
    host_is_up(late - timedelta(seconds=2), environments=[OLD.to_dict()])
    reverifying.keep_up(late - timedelta(seconds=1))
    assert not Reverification.objects.exists()
    reverifying.keep_up(late)
    assert open_one().because == Reverification.Because.SCHEDULE
    reverifying.keep_up(late + timedelta(seconds=1))
    assert Reverification.objects.count() == 1


def test_what_is_bound_to_an_environment_that_is_gone_does_not_wait_for_good() -> None:
    bank(1)
    begun = reverifying.begin(row(OLD), after(1))
    late = after(2) + reverifying.STRANDED_AFTER
    reverifying.keep_up(late)
    run = Run.objects.get(created_at=after(1))
    assert run.state == Run.State.GIVEN_UP
    assert "no runner announces environment" in run.last_fault
    reverifying.keep_up(late)
    begun.refresh_from_db()
    assert begun.finished_at == late


def test_without_a_runner_nothing_is_begun(settings: Settings) -> None:
    bank(1)
    settings.RUNNER = "none"
    with pytest.raises(NoRunnerHere):
        reverifying.begin(row(OLD), after(1))
    reverifying.keep_up(NOON + 2 * reverifying.EVERY)
    assert not Reverification.objects.exists()
