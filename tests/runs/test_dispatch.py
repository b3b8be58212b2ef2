from __future__ import annotations

import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from celery import Celery
from django.db import connection

from quizapp.celery import FAIL_FAST
from quizapp.runs.dispatch import dispatch, send_to_broker
from quizapp.runs.errors import BrokerUnavailable
from quizapp.runs.leases import LeaseTerms
from quizapp.runs.models import Run
from quizapp.runs.recording import record
from quizapp.runs.requesting import request_run
from runner.broker import connection_settings, folder_url
from runner.protocol import EXECUTE_TASK, Program, RunRequest, queue_in
from tests.runs.builders import (
    LIMITS,
    NOON,
    TWO_OR_ELEVEN,
    Queue,
    after,
    environment,
    host_is_up,
    program,
    report,
    wanted,
)


@pytest.mark.django_db
def test_nothing_is_sent_while_no_host_is_alive() -> None:
    wanted()
    queue = Queue()
    assert dispatch(NOON, queue.send) == 0
    host_is_up()
    assert dispatch(after(60), queue.send) == 0


@pytest.mark.django_db
def test_a_host_that_failed_its_self_test_gets_no_work() -> None:
    wanted()
    host_is_up(selftest_passed=False)
    assert dispatch(NOON, Queue().send) == 0


@pytest.mark.django_db
def test_a_run_that_explains_has_a_longer_lease() -> None:
    host_is_up()
    runs = [wanted(), wanted(explain=True)]
    dispatch(after(1), Queue().send)
    plain, explains = (Run.objects.get(pk=run.pk).lease_expires_at for run in runs)
    assert plain is not None
    assert explains is not None
    assert explains - plain == LeaseTerms().explaining


@pytest.mark.django_db
def test_a_sent_run_carries_its_attempt_and_its_lease() -> None:
    run = wanted()
    host_is_up()
    queue = Queue()
    terms = LeaseTerms(queue_time=timedelta(seconds=30), overhead=timedelta(seconds=1))
    assert dispatch(after(1), queue.send, terms) == 1
    run.refresh_from_db()
    assert queue.sent == [(str(run.pk), 1)]
    assert (run.state, run.attempt, run.sent_at) == (Run.State.SENT, 1, after(1))
    assert run.lease_expires_at == after(1 + 30 + 5 * (LIMITS.wall_s + 1))
    assert RunRequest.from_dict(queue.requests[0].to_dict()) == queue.requests[0]


@pytest.mark.django_db
def test_twice_the_slots_are_out_and_a_report_makes_room_for_one() -> None:
    for number in range(10):
        wanted(f"print({number})", now=after(number))
    host_is_up(after(10), slots=2)
    queue = Queue()
    assert dispatch(after(10), queue.send) == 4
    assert dispatch(after(10), queue.send) == 0
    first = Run.objects.get(pk=queue.sent[0][0])
    inconclusive = {"verdict": "inconclusive", "runs": 5, "reason": "no statement"}
    assert record(report(first, verification=inconclusive), after(11))
    assert dispatch(after(11), queue.send) == 1


@pytest.mark.django_db
def test_an_author_goes_before_a_reverification_and_older_before_newer() -> None:
    old = wanted("print(1)", priority=Run.Priority.REVERIFY, now=after(0))
    new = wanted("print(2)", priority=Run.Priority.REVERIFY, now=after(1))
    author = wanted("print(3)", priority=Run.Priority.PROVE, now=after(2))
    host_is_up(after(3))
    queue = Queue()
    dispatch(after(3), queue.send)
    assert [run_id for run_id, _ in queue.sent] == [str(run.pk) for run in (author, old, new)]


@pytest.mark.django_db
def test_a_program_waits_until_a_host_announces_its_runtime() -> None:
    wanted(runtime="pytorch")
    host_is_up()
    queue = Queue()
    assert dispatch(NOON, queue.send) == 0
    host_is_up(host="gym", environments=[environment(runtime="pytorch").to_dict()])
    assert dispatch(NOON, queue.send) == 1


@pytest.mark.django_db
def test_a_broker_that_is_away_costs_no_attempt() -> None:
    for number in range(3):
        wanted(f"print({number})", now=after(number))
    host_is_up()
    queue = Queue()

    def breaks_after_one(name: str, request: RunRequest) -> None:
        if queue.requests:
            raise BrokerUnavailable("gone")
        queue.send(name, request)

    assert dispatch(after(3), breaks_after_one) == 1
    waiting = Run.objects.filter(state=Run.State.WAITING)
    assert [(run.attempt, run.lease_expires_at) for run in waiting] == [(0, None), (0, None)]
    assert dispatch(after(4), queue.send) == 0
    assert dispatch(after(5), queue.send) == 2
    assert [attempt for _, attempt in queue.sent] == [1, 1, 1]


@pytest.mark.django_db
def test_a_row_that_is_no_request_is_given_up_and_holds_up_nobody() -> None:
    broken, good = wanted("print(1)"), wanted("print(2)")
    Run.objects.filter(pk=broken.pk).update(limits={"wall_s": -1})
    host_is_up()
    queue = Queue()
    assert dispatch(NOON, queue.send) == 1
    broken.refresh_from_db()
    assert broken.state == Run.State.GIVEN_UP
    assert "wall_s" in broken.last_fault
    assert queue.sent == [(str(good.pk), 1)]


def a_request() -> RunRequest:
    return RunRequest(
        run_id="00000000-0000-4000-8000-000000000000", attempt=1, program=Program(source="print(1)", runtime="python")
    )


def connected(url: str) -> Celery:
    app = Celery("elsewhere", set_as_current=False)
    connection = connection_settings(url)
    app.conf.update(connection, broker_transport_options=connection.get("broker_transport_options", {}) | FAIL_FAST)
    return app


def test_a_message_holds_the_whole_request(tmp_path: Path) -> None:
    app = connected(folder_url(tmp_path / "broker"))
    send_to_broker("runner.cpu", a_request(), app)
    with app.connection_for_read() as connection:
        message = connection.SimpleQueue("runner.cpu").get(timeout=1)
    assert message.headers["task"] == EXECUTE_TASK
    assert RunRequest.from_dict(message.payload[0][0]) == a_request()


def test_a_broker_that_cannot_be_reached_is_said_and_no_crash(tmp_path: Path) -> None:
    with pytest.raises(BrokerUnavailable):
        send_to_broker("runner.cpu", a_request(), connected("redis://127.0.0.1:1/0"))
    (tmp_path / "in-the-way").touch()
    with pytest.raises(BrokerUnavailable):
        send_to_broker("runner.cpu", a_request(), connected(folder_url(tmp_path / "in-the-way")))


def test_a_broker_that_went_away_and_came_back_is_used_again(tmp_path: Path) -> None:
    folder = tmp_path / "broker"
    app = connected(folder_url(folder))
    send_to_broker("runner.cpu", a_request(), app)
    shutil.rmtree(folder)
    folder.touch()
    with pytest.raises(BrokerUnavailable):
        send_to_broker("runner.cpu", a_request(), app)
    folder.unlink()
    send_to_broker("runner.cpu", a_request(), app)
    assert len(list((folder / "queues" / "runner.cpu").iterdir())) == 1


@pytest.mark.django_db(transaction=True)
def test_dispatchers_at_the_same_moment_send_each_run_once_and_keep_the_bound() -> None:
    for number in range(40):
        wanted(f"print({number})", now=after(number))
    host_is_up(after(40), slots=8)
    queue = Queue()
    start = threading.Barrier(6)

    def work() -> None:
        start.wait()
        dispatch(after(41), queue.send)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(queue.sent) == len(set(queue.sent)) == 16
    assert Run.objects.filter(state=Run.State.SENT).count() == 16


@pytest.mark.django_db
def test_a_run_that_is_bound_to_an_environment_waits_for_a_host_that_announces_it() -> None:
    there, elsewhere = environment(), environment(versions={"python": "3.12.0"})
    host_is_up(slots=1, environments=[there.to_dict()])
    bound = request_run(program(), TWO_OR_ELEVEN, Run.Priority.REVERIFY, NOON, environment=elsewhere.digest)
    sent: list[str] = []
    assert dispatch(NOON, lambda queue, _: sent.append(queue)) == 0
    host_is_up(host="gym", slots=1, environments=[elsewhere.to_dict()])
    assert dispatch(NOON, lambda queue, _: sent.append(queue)) == 1
    assert sent == [queue_in("runner.cpu", elsewhere.digest)]
    bound.refresh_from_db()
    assert bound.state == Run.State.SENT


@pytest.mark.django_db
def test_what_is_bound_to_one_host_does_not_take_the_room_of_the_others() -> None:
    there, elsewhere = environment(), environment(versions={"python": "3.12.0"})
    host_is_up(slots=2, environments=[there.to_dict()])
    host_is_up(host="gym", slots=1, environments=[elsewhere.to_dict()])
    for number in range(5):
        of = program(f"print({number})")
        request_run(of, TWO_OR_ELEVEN, Run.Priority.REVERIFY, NOON, environment=elsewhere.digest)
    assert dispatch(NOON, lambda *_: None) == 2
    wanted("print('an author waits')")
    assert dispatch(NOON, lambda *_: None) == 1


@pytest.mark.django_db
def test_a_report_from_another_environment_than_asked_is_rejected() -> None:
    elsewhere = environment(versions={"python": "3.12.0"})
    run = request_run(program(), TWO_OR_ELEVEN, Run.Priority.REVERIFY, NOON, environment=elsewhere.digest)
    Run.objects.filter(pk=run.pk).update(state=Run.State.SENT, attempt=1)
    run.refresh_from_db()
    assert not record(report(run), NOON)
    run.refresh_from_db()
    assert run.state == Run.State.WAITING
    assert "it ran in environment" in run.last_fault
