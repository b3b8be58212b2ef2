from __future__ import annotations

import threading

import pytest
from django.db import connection

from quizapp.runs.models import Run
from tests.runs.builders import NOON, TWO_OR_ELEVEN, after, program, wanted


@pytest.mark.django_db
def test_a_request_waits_whole_until_it_is_sent() -> None:
    run = wanted()
    assert (run.state, run.attempt, run.queue) == (Run.State.WAITING, 0, "runner.cpu")
    request = run.request(attempt=1)
    assert request.program.source == "print(1 + 1)"
    assert request.expectation == TWO_OR_ELEVEN
    assert request.repeats == 5


@pytest.mark.django_db
def test_asking_again_returns_the_run_in_flight() -> None:
    assert wanted(now=after(5)) == wanted()
    assert Run.objects.count() == 1


@pytest.mark.django_db
def test_an_author_moves_a_reverification_forward_and_nobody_moves_it_back() -> None:
    wanted(priority=Run.Priority.REVERIFY)
    assert wanted(priority=Run.Priority.PROVE).priority == Run.Priority.PROVE
    assert wanted(priority=Run.Priority.REVERIFY).priority == Run.Priority.PROVE
    assert Run.objects.get().priority == Run.Priority.PROVE


@pytest.mark.django_db
def test_another_expectation_of_the_same_program_is_another_run() -> None:
    assert wanted() != wanted(expectation=None)


@pytest.mark.django_db
def test_a_run_that_explains_does_not_stand_in_for_a_proof_nor_the_other_way_round() -> None:
    explained = wanted(explain=True)
    assert wanted() != explained
    assert wanted(explain=True) == explained
    assert explained.request(attempt=1).explain


@pytest.mark.django_db
def test_a_finished_run_is_no_answer_to_a_new_request() -> None:
    first = wanted()
    Run.objects.update(state=Run.State.GIVEN_UP)
    assert wanted() != first


@pytest.mark.django_db(transaction=True)
def test_ten_who_ask_at_once_get_the_same_run() -> None:
    program()
    start = threading.Barrier(10)
    asked: list[Run] = []

    def ask() -> None:
        start.wait()
        asked.append(wanted(now=NOON))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) == 10
    assert len({run.pk for run in asked}) == Run.objects.count() == 1
