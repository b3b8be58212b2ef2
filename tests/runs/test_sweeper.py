from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from quizapp.runs.leases import LeaseTerms
from quizapp.runs.models import Run, RunnerHost
from quizapp.runs.recording import record
from quizapp.runs.signals import run_given_up
from quizapp.runs.sweeper import SweepResult, sweep
from tests.runs.builders import LIMITS, NOON, Queue, after, host_is_up, report, wanted

TERMS = LeaseTerms(queue_time=timedelta(seconds=10), overhead=timedelta(seconds=0), max_attempts=3)
LEASE_S = 10 + 5 * int(LIMITS.wall_s)


@pytest.fixture
def given_up() -> Iterator[list[Run]]:
    heard: list[Run] = []

    def hear(run: Run, **_: Any) -> None:
        heard.append(run)

    run_given_up.connect(hear)
    yield heard
    run_given_up.disconnect(hear)


@pytest.mark.django_db
def test_a_run_without_a_report_is_sent_again_after_its_lease() -> None:
    run, queue = wanted(), Queue()
    host_is_up(interval_s=60.0)
    assert sweep(NOON, queue.send, TERMS) == SweepResult(expired=0, given_up=0, sent=1)
    assert sweep(after(LEASE_S - 1), queue.send, TERMS) == SweepResult(0, 0, 0)
    assert sweep(after(LEASE_S), queue.send, TERMS) == SweepResult(1, 0, 0)
    assert sweep(after(LEASE_S + 1), queue.send, TERMS) == SweepResult(0, 0, 1)
    assert queue.sent == [(str(run.pk), 1), (str(run.pk), 2)]


@pytest.mark.django_db
def test_a_run_that_nobody_answers_is_given_up_with_its_reason(given_up: list[Run]) -> None:
    run, queue = wanted(), Queue()
    for second in range(0, 5 * LEASE_S, 5):
        host_is_up(after(second))
        sweep(after(second), queue.send, TERMS)
    run.refresh_from_db()
    assert queue.sent == [(str(run.pk), attempt) for attempt in (1, 2, 3)]
    assert (run.state, run.last_fault) == (Run.State.GIVEN_UP, "attempt 3: no report within its lease")
    assert [(each.pk, each.state) for each in given_up] == [(run.pk, Run.State.GIVEN_UP)]


@pytest.mark.django_db
def test_the_report_of_an_older_attempt_counts_if_it_comes_first() -> None:
    run, queue = wanted(), Queue()
    host_is_up(interval_s=60.0)
    sweep(NOON, queue.send, TERMS)
    sweep(after(LEASE_S), queue.send, TERMS)
    sweep(after(LEASE_S + 1), queue.send, TERMS)
    assert record(report(run, attempt=1), after(LEASE_S + 2))
    assert not record(report(run, attempt=2), after(LEASE_S + 3))
    run.refresh_from_db()
    assert (run.state, run.attempt, run.surplus_reports) == (Run.State.RECORDED, 2, 1)
    assert sweep(after(9999), queue.send, TERMS) == SweepResult(0, 0, 0)


@pytest.mark.django_db
def test_a_report_that_comes_while_the_run_waits_again_counts_and_it_is_not_sent() -> None:
    run, queue = wanted(), Queue()
    host_is_up(interval_s=60.0)
    sweep(NOON, queue.send, TERMS)
    sweep(after(LEASE_S), queue.send, TERMS)
    assert record(report(run, attempt=1), after(LEASE_S))
    assert sweep(after(LEASE_S + 1), queue.send, TERMS).sent == 0


@pytest.mark.django_db
def test_hosts_not_heard_of_for_a_week_are_forgotten() -> None:
    host_is_up(host="old")
    host_is_up(after(7 * 86_400), host="young")
    sweep(after(7 * 86_400 + 1), Queue().send)
    assert [host.name for host in RunnerHost.objects.all()] == ["young"]
