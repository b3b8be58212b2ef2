from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from quizapp.runs.hosts import MOST_HOSTS, hosts_alive, hosts_ready, record_heartbeat
from quizapp.runs.models import RunnerHost
from quizapp.runs.signals import host_announced
from runner.protocol import Environment
from tests.runs.builders import NOON, after, environment, heartbeat, host_is_up

OTHER = environment(versions={"python": "3.12.0"})
NEWER = environment(versions={"python": "3.11.3"})


@pytest.fixture
def announced() -> Iterator[list[tuple[tuple[Environment, ...], frozenset[str]]]]:
    heard: list[tuple[tuple[Environment, ...], frozenset[str]]] = []

    def hear(environments: tuple[Environment, ...], before: frozenset[str], **_: Any) -> None:
        heard.append((environments, before))

    host_announced.connect(hear)
    yield heard
    host_announced.disconnect(hear)


@pytest.mark.django_db
def test_a_host_is_alive_until_three_heartbeats_are_missing() -> None:
    host_is_up(interval_s=5.0)
    assert hosts_alive(after(14.9)).count() == 1
    assert hosts_alive(after(15)).count() == 0


@pytest.mark.django_db
def test_a_promise_of_rare_heartbeats_does_not_keep_a_host_alive_for_hours() -> None:
    host_is_up(interval_s=3600.0)
    assert hosts_alive(after(181)).count() == 0


@pytest.mark.django_db
def test_a_host_with_a_failed_self_test_is_alive_and_not_ready() -> None:
    host_is_up(selftest_passed=False, selftest_detail="no seccomp")
    assert hosts_alive(NOON).get().selftest_detail == "no seccomp"
    assert hosts_ready(NOON).count() == 0


@pytest.mark.django_db
def test_news_is_told_once_and_again_after_silence_or_change(announced: list[Any]) -> None:
    old = environment()
    host_is_up(after(0))
    host_is_up(after(5))
    assert announced == [((old,), frozenset())]
    host_is_up(after(100))
    assert announced[1:] == [((old,), frozenset({old.digest}))]
    host_is_up(after(105), environments=[NEWER.to_dict()])
    assert announced[2:] == [((NEWER,), frozenset({old.digest}))]


@pytest.mark.django_db
def test_what_a_failing_host_announces_is_no_news(announced: list[Any]) -> None:
    host_is_up(selftest_passed=False)
    assert announced == []
    host_is_up(after(1))
    assert len(announced) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"queue": "reports"},
        {"queue": "runner.cuda"},
        {"environments": [environment(device="cuda").to_dict()]},
    ],
)
def test_a_heartbeat_that_contradicts_itself_is_dropped(changes: dict[str, Any]) -> None:
    assert record_heartbeat(heartbeat(**changes), NOON) is None
    assert RunnerHost.objects.count() == 0


@pytest.mark.django_db
def test_no_flood_of_names_fills_the_table() -> None:
    RunnerHost.objects.bulk_create(
        RunnerHost(
            name=f"host {number}",
            queue="runner.cpu",
            slots=1,
            selftest_passed=True,
            heartbeat_at=NOON,
            next_heartbeat_due=NOON,
        )
        for number in range(MOST_HOSTS)
    )
    assert record_heartbeat(heartbeat(host="one too many"), NOON) is None
    assert record_heartbeat(heartbeat(host="host 7"), NOON) is not None


@pytest.mark.django_db
def test_a_nul_in_a_name_is_kept_as_its_symbol() -> None:
    assert host_is_up(host="a\0b").name == "a␀b"


@pytest.mark.django_db
def test_what_another_protocol_left_in_a_row_is_passed_over() -> None:
    host = host_is_up()
    RunnerHost.objects.update(environments=[{"runtime": "python"}, environment().to_dict()])
    host.refresh_from_db()
    assert host.announced() == (environment(),)


@pytest.mark.django_db
def test_of_two_workers_of_one_name_the_one_that_started_last_is_heard(
    caplog: pytest.LogCaptureFixture, announced: list[tuple[tuple[Environment, ...], frozenset[str]]]
) -> None:
    host_is_up(after(0), instance="first")
    host_is_up(after(1), instance="second", environments=[OTHER.to_dict()])
    announced.clear()
    for second in range(5, 60, 5):
        record_heartbeat(heartbeat(instance="first"), after(second))
        record_heartbeat(heartbeat(instance="second", environments=[OTHER.to_dict()]), after(second))
    host = RunnerHost.objects.get()
    assert [each.digest for each in host.announced()] == [OTHER.digest]
    assert host.rival_at == after(55)
    assert announced == []
    assert [record.message for record in caplog.records] == [
        (
            "two runner workers call themselves 'workbench' on runner.cpu; the one that started last is heard: "
            "set RUNNER_NAME"
        )
    ]


@pytest.mark.django_db
def test_a_worker_that_is_started_again_is_no_second_one() -> None:
    host_is_up(after(0), instance="first")
    host_is_up(after(1), instance="second", environments=[OTHER.to_dict()])
    host = RunnerHost.objects.get()
    assert (host.instance, host.rival_at) == ("second", None)


@pytest.mark.django_db
def test_when_the_second_of_a_name_is_gone_the_first_is_heard_again() -> None:
    host_is_up(after(0), instance="first")
    host_is_up(after(1), instance="second", environments=[OTHER.to_dict()])
    assert record_heartbeat(heartbeat(instance="first"), after(2)) is None
    host_is_up(after(60), instance="first")
    assert [each.digest for each in RunnerHost.objects.get().announced()] == [environment().digest]
