from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from quizapp.runs.dispatch import dispatch
from quizapp.runs.leases import LeaseTerms
from quizapp.runs.models import Run
from quizapp.runs.recording import EXECUTIONS_KEPT, record
from quizapp.runs.signals import run_given_up, run_recorded
from runner.protocol import RunReport
from tests.runs.builders import NOON, Queue, after, fault, host_is_up, raw_report, report, wanted


@pytest.fixture
def recorded() -> Iterator[list[str]]:
    heard: list[str] = []
    lock = threading.Lock()

    def hear(run: Run, **_: Any) -> None:
        assert connection.in_atomic_block
        with lock:
            heard.append(str(run.pk))

    run_recorded.connect(hear)
    yield heard
    run_recorded.disconnect(hear)


def sent_run(source: str = "print(1 + 1)") -> Run:
    run = wanted(source)
    host_is_up()
    dispatch(NOON, Queue().send)
    run.refresh_from_db()
    assert run.state == Run.State.SENT
    return run


@pytest.mark.django_db
def test_the_first_report_counts_and_the_second_is_counted(recorded: list[str]) -> None:
    run = sent_run()
    assert record(report(run), after(1))
    assert not record(report(run), after(2))
    run.refresh_from_db()
    assert (run.state, run.outcome, run.finished_at) == (Run.State.RECORDED, "finished", after(1))
    assert (run.surplus_reports, run.lease_expires_at) == (1, None)
    assert RunReport.from_dict(run.report) == report(run)
    assert recorded == [str(run.pk)]


@pytest.mark.django_db
def test_an_explanation_goes_to_who_hears_of_the_report_and_is_not_kept_with_the_run() -> None:
    run = wanted(explain=True)
    host_is_up()
    dispatch(NOON, Queue().send)
    heard: list[RunReport] = []

    def hear(report: RunReport, **_: Any) -> None:
        heard.append(report)

    run_recorded.connect(hear)
    assert record(report(run, explained={"no_explanation": "nothing to say\0"}), after(1))
    run_recorded.disconnect(hear)
    run.refresh_from_db()
    assert run.report is not None
    assert "explained" not in run.report
    assert heard[0].explained is not None
    assert heard[0].explained.no_explanation == "nothing to say␀"


@pytest.mark.django_db
def test_a_report_on_no_run_of_ours_is_dropped(recorded: list[str]) -> None:
    run = sent_run()
    stranger = report(run, run_id="00000000-0000-4000-8000-000000000000")
    assert not record(stranger, after(1))
    assert recorded == []


@pytest.mark.django_db
def test_a_fault_of_ours_is_no_verdict_and_the_run_goes_out_again_after_a_pause(recorded: list[str]) -> None:
    run, queue = sent_run(), Queue()
    assert not record(fault(run), after(1))
    run.refresh_from_db()
    assert (run.state, run.outcome, run.report) == (Run.State.WAITING, "", None)
    assert run.last_fault == "attempt 1: SupervisorUnavailable: nobody answers"
    assert dispatch(after(1.5), queue.send) == 0
    assert dispatch(after(2), queue.send) == 1
    assert queue.sent == [(str(run.pk), 2)]
    assert recorded == []


@pytest.mark.django_db
def test_a_doubled_or_belated_fault_ends_no_newer_attempt() -> None:
    run, queue = sent_run(), Queue()
    first = fault(run, attempt=1)
    record(first, after(1))
    record(first, after(1))
    dispatch(after(2), queue.send)
    record(first, after(3))
    run.refresh_from_db()
    assert (run.state, run.attempt) == (Run.State.SENT, 2)


@pytest.mark.django_db
def test_faults_end_in_giving_up_after_the_last_attempt() -> None:
    terms = LeaseTerms(max_attempts=3, longest_backoff=timedelta(0))
    run, queue = sent_run(), Queue()
    for second in range(1, 6):
        run.refresh_from_db()
        record(fault(run), after(second), terms)
        dispatch(after(second), queue.send, terms)
    run.refresh_from_db()
    assert (run.state, run.attempt) == (Run.State.GIVEN_UP, 3)
    assert queue.sent == [(str(run.pk), 2), (str(run.pk), 3)]


@pytest.mark.django_db
def test_a_fault_that_no_retry_can_mend_gives_the_run_up_at_once() -> None:
    heard: list[Run] = []

    def hear(run: Run, **_: Any) -> None:
        heard.append(run)

    run_given_up.connect(hear)
    try:
        run = sent_run()
        record(fault(run, retryable=False), after(1))
        record(fault(run, retryable=False), after(2))
    finally:
        run_given_up.disconnect(hear)
    run.refresh_from_db()
    assert run.state == Run.State.GIVEN_UP
    assert heard == [run]
    assert not record(report(run), after(3))
    run.refresh_from_db()
    assert (run.state, run.surplus_reports) == (Run.State.GIVEN_UP, 1)


@pytest.mark.django_db
def test_a_report_after_a_fault_of_its_doubled_request_still_counts(recorded: list[str]) -> None:
    run = sent_run()
    record(fault(run), after(1))
    assert record(report(run), after(1.5))
    assert dispatch(after(60), Queue().send) == 0
    assert recorded == [str(run.pk)]


@pytest.mark.django_db
def test_a_receiver_that_fails_takes_the_recording_back() -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("no")

    run = sent_run()
    run_recorded.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            record(report(run), after(1))
    finally:
        run_recorded.disconnect(fail)
    run.refresh_from_db()
    assert (run.state, run.report) == (Run.State.SENT, None)
    assert record(report(run), after(2))


@pytest.mark.django_db
def test_a_printed_nul_is_kept_as_its_symbol() -> None:
    run = wanted("print(chr(0))", expectation=None)
    host_is_up()
    dispatch(NOON, Queue().send)
    executions = [{"outcome": "finished", "stdout": "\0\n"}]
    assert record(report(run, executions=executions), after(1))
    run.refresh_from_db()
    assert run.report is not None
    assert run.report["executions"][0]["stdout"] == "␀\n"


@pytest.mark.django_db
def test_of_many_executions_the_first_few_are_stored_and_all_are_counted() -> None:
    run = sent_run()
    raw = raw_report(run)
    raw["executions"] = raw["executions"][:1] * 64
    raw["verification"]["runs"] = 64
    assert record(RunReport.from_dict(raw), after(1))
    run.refresh_from_db()
    assert run.report is not None
    assert len(run.report["executions"]) == EXECUTIONS_KEPT
    assert run.report["verification"]["runs"] == 64


@pytest.mark.django_db(transaction=True)
def test_of_twenty_reports_at_the_same_moment_one_counts(recorded: list[str]) -> None:
    run = sent_run()
    start = threading.Barrier(20)
    counted: list[bool] = []

    def deliver() -> None:
        start.wait()
        counted.append(record(report(run), after(1)))
        connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run.refresh_from_db()
    assert sorted(counted) == [False] * 19 + [True]
    assert recorded == [str(run.pk)]
    assert run.surplus_reports == 19
