from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.operations.child import ChildPlan
from quizapp.operations.children import Site, plans

ENVIRONMENT = {
    "PATH": "/usr/bin",
    "LC_ALL": "C.UTF-8",
    "SECRET_KEY": "k" * 50,
    "DATABASE_URL": "postgres://db/quizapp",
    "BROKER_URL": "redis://broker:6379/0",
    "EMAIL_URL": "smtp://mail",
    "QUIZAPP_HOME": "/srv/home",
    "RUNNER_SLOTS": "3",
    "RUNNER_OS": "set by a CI system",
    "SOMETHING_ELSE": "1",
}


def site(host: str = "127.0.0.1") -> Site:
    return Site(host, 8000, "filesystem:///srv/home/broker", Path("/srv/home/run/supervisor.sock"))


def plan(name: str) -> ChildPlan:
    waves = plans(site(), ENVIRONMENT, with_runner=True)
    return next(plan for wave in waves for plan in wave if plan.name == name)


def test_the_web_is_stopped_first_and_the_supervisor_after_its_worker() -> None:
    waves = plans(site(), ENVIRONMENT, with_runner=True)
    assert [[plan.name for plan in wave] for wave in waves] == [
        ["web"],
        ["runner worker", "reports worker"],
        ["supervisor"],
    ]


def test_without_a_runner_there_is_the_web_only() -> None:
    assert [[plan.name for plan in wave] for wave in plans(site(), ENVIRONMENT, with_runner=False)] == [["web"]]


def test_the_supervisor_sees_its_socket_and_nothing_secret() -> None:
    assert plan("supervisor").environment == {
        "PATH": "/usr/bin",
        "LC_ALL": "C.UTF-8",
        "RUNNER_SLOTS": "3",
        "RUNNER_SOCKET": "/srv/home/run/supervisor.sock",
    }


def test_the_runner_worker_sees_the_broker_besides() -> None:
    seen = dict(plan("runner worker").environment)
    assert seen.pop("RUNNER_BROKER_URL") == "filesystem:///srv/home/broker"
    assert seen == plan("supervisor").environment


@pytest.mark.parametrize(
    ("host", "address"), [("127.0.0.1", "127.0.0.1:8000"), ("0.0.0.0", "0.0.0.0:8000"), ("::1", "[::1]:8000")]
)
def test_the_web_listens_where_it_is_told(host: str, address: str) -> None:
    web = plans(site(host), ENVIRONMENT, with_runner=False)[0][0]
    assert web.command[web.command.index("--bind") + 1] == address
    assert site(host).url == f"http://{address}/"


def test_gunicorn_opens_no_control_socket() -> None:
    assert "--no-control-socket" in plan("web").command
