from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from quizapp.operations import health
from quizapp.operations.models import PartBeat
from quizapp.runs.models import RunnerHost

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


def runner(*, queue: str = "runner.cpu", at: datetime = NOW, passed: bool = True) -> RunnerHost:
    return RunnerHost.objects.create(
        name="host",
        queue=queue,
        slots=1,
        selftest_passed=passed,
        heartbeat_at=at,
        next_heartbeat_due=at + 15 * SECOND,
    )


def everything(at: datetime = NOW) -> None:
    PartBeat.say(PartBeat.Part.SWEEPER, SECOND, at)
    PartBeat.say(PartBeat.Part.REPORTS_WORKER, 5 * SECOND, at)
    runner(at=at)


def test_everything_there_is_healthy() -> None:
    everything()
    found = health.check(NOW + SECOND)
    assert found.missing == ()
    assert found.to_dict()["parts"] == {
        "database": "ok",
        "sweeper": "ok",
        "reports_worker": "ok",
        "runner_cpu": "ok",
    }


def test_what_was_never_seen_is_missing() -> None:
    assert health.check(NOW).missing == ("sweeper", "reports_worker", "runner_cpu")


def test_what_has_fallen_silent_is_missing() -> None:
    everything()
    assert health.check(NOW + timedelta(minutes=1)).missing == ("sweeper", "reports_worker", "runner_cpu")


def test_signs_of_an_earlier_start_do_not_count() -> None:
    everything()
    assert health.check(NOW + 2 * SECOND, since=NOW + SECOND).missing == ("sweeper", "reports_worker", "runner_cpu")


def test_a_runner_that_fails_its_self_test_is_missing() -> None:
    everything()
    RunnerHost.objects.update(selftest_passed=False)
    found = health.check(NOW + SECOND)
    assert found.missing == ("runner_cpu",)
    assert "self-test" in found.parts["runner_cpu"]


def test_a_device_that_is_configured_needs_its_runner(settings: Settings) -> None:
    settings.RUNNER_DEVICES = ["cpu", "cuda"]
    everything()
    assert health.check(NOW + SECOND).missing == ("runner_cuda",)
    runner(queue="runner.cuda")
    assert health.check(NOW + SECOND).missing == ()


def test_without_a_runner_only_the_sweeper_is_asked_for(settings: Settings) -> None:
    settings.RUNNER = "none"
    PartBeat.say(PartBeat.Part.SWEEPER, SECOND, NOW)
    assert health.check(NOW).missing == ()


def test_health_costs_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    everything()
    with django_assert_num_queries(2):
        health.check(NOW)


def test_livez_says_ok_with_one_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        response = client.get("/livez")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_healthz_names_what_is_missing(client: Client) -> None:
    everything(datetime.now(UTC))
    assert client.get("/healthz").status_code == 200
    RunnerHost.objects.all().delete()
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["missing"] == ["runner_cpu"]
    assert response.json()["parts"]["sweeper"] == "ok"


def test_a_database_that_does_not_answer_is_said(client: Client) -> None:
    def refuse(*_: object) -> None:
        raise DatabaseError("away")

    with connection.execute_wrapper(refuse):
        assert client.get("/livez").status_code == 503
        response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["missing"] == ["database"]


@pytest.mark.parametrize("path", ["/livez", "/healthz"])
def test_health_pages_are_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
