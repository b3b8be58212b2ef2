"""Real processes, killed and starved in the middle of runs: every run ends recorded once, with evidence once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psycopg
import pytest
import redis

from runner.broker import folder_url

ROOT = Path(__file__).resolve().parents[2]
DRIVER = Path(__file__).with_name("driver.py")
POSTGRES = os.environ.get("QUIZAPP_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")
REDIS = os.environ.get("QUIZAPP_TEST_REDIS", "redis://127.0.0.1:6379")
STARTED_WITHIN_S = 60
DONE_WITHIN_S = 150

pytestmark = pytest.mark.processes


@dataclass
class Installation:
    """A web host and a runner host in one folder; ends every process it started."""

    home: Path
    database_url: str
    broker_url: str
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    logs: list[IO[bytes]] = field(default_factory=list)
    _driver: subprocess.Popen[str] | None = None

    COMMANDS = {
        "supervisor": ("-m", "runner", "serve"),
        "worker": ("-m", "runner", "worker"),
        "reports": ("-m", "celery", "-A", "quizapp", "worker", "-Q", "reports", "-P", "solo", "--without-gossip",
                    "--without-mingle", "-l", "WARNING"),
    }  # fmt: skip

    def start(self, name: str) -> None:
        log = (self.home / f"{name}.log").open("ab")
        self.logs.append(log)
        self.processes[name] = subprocess.Popen(
            [sys.executable, *self.COMMANDS[name]],
            cwd=ROOT,
            env=self._web() if name == "reports" else self._runner(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def kill(self, name: str) -> None:
        """SIGKILL to that process alone; what it started has to notice by itself."""
        self.processes[name].send_signal(signal.SIGKILL)
        self.processes[name].wait(10)

    def ask(self, *command: Any) -> Any:
        """The driver's answer to ``command``."""
        if self._driver is None:
            self._driver = subprocess.Popen(
                [sys.executable, str(DRIVER)],
                cwd=ROOT,
                env=self._web() | {"PYTHONPATH": str(ROOT)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._driver.stdin is not None
        assert self._driver.stdout is not None
        self._driver.stdin.write(json.dumps(command) + "\n")
        self._driver.stdin.flush()
        answer = self._driver.stdout.readline()
        assert answer, "the driver ended"
        return json.loads(answer)

    def wait_until(self, condition: Callable[[], bool], seconds: float, what: str) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"{what} not within {seconds} s\n{self.said()}"
            time.sleep(0.1)

    def said(self) -> str:
        """The ends of all logs."""
        return "\n".join(f"--- {log.name}\n{log.read_text()[-3000:]}" for log in sorted(self.home.glob("*.log")))

    def end(self) -> None:
        if self._driver is not None:
            self._driver.communicate(timeout=20)
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)
        for log in self.logs:
            log.close()

    def _web(self) -> dict[str, str]:
        return self._common() | {
            "DJANGO_SETTINGS_MODULE": "quizapp.settings",
            "DATABASE_URL": self.database_url,
            "BROKER_URL": self.broker_url,
            "QUIZAPP_HOME": str(self.home),
            "SECRET_KEY": "only-for-the-fault-tests-0123456789-0123456789-0123456789",
        }

    def _runner(self) -> dict[str, str]:
        return self._common() | {
            "RUNNER_BROKER_URL": self.broker_url,
            "RUNNER_SOCKET": str(self.home / "runner" / "supervisor.sock"),
            "RUNNER_NAME": "workbench",
            "RUNNER_SLOTS": "2",
            "RUNNER_RUNTIMES": "python",
            "RUNNER_HEARTBEAT_S": "1",
        }

    @staticmethod
    def _common() -> dict[str, str]:
        return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


@pytest.fixture(scope="module", params=["sqlite and a folder", "PostgreSQL and Redis"])
def installation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[Installation]:
    home = tmp_path_factory.mktemp("installation")
    with _own_files(home) if request.param == "sqlite and a folder" else _servers() as (database_url, broker_url):
        made = Installation(home, database_url, broker_url)
        try:
            made.ask("migrate")
            for name in made.COMMANDS:
                made.start(name)
            made.wait_until(lambda: made.ask("ready") == 1, STARTED_WITHIN_S, "the runner's heartbeat")
            yield made
        finally:
            made.end()


@contextmanager
def _own_files(home: Path) -> Generator[tuple[str, str]]:
    yield f"sqlite:///{home / 'quizapp.sqlite3'}", folder_url(home / "broker")


@contextmanager
def _servers() -> Generator[tuple[str, str]]:
    """A database and a Redis database of our own on the servers of this machine."""
    name = f"quizapp_faults_{os.getpid()}"
    try:
        admin = psycopg.connect(f"{POSTGRES}/postgres".replace("postgres://", "postgresql://"), autocommit=True)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL at {POSTGRES}: {error}")
    number, client = _free_redis()
    admin.execute(f'CREATE DATABASE "{name}"'.encode())
    try:
        yield f"{POSTGRES}/{name}", f"{REDIS}/{number}"
    finally:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
        admin.close()
        client.flushdb()
        client.close()


def _free_redis() -> tuple[int, redis.Redis]:
    for number in range(15, 0, -1):
        client = redis.Redis.from_url(f"{REDIS}/{number}")
        try:
            if client.set("quizapp-fault-tests", os.getpid(), nx=True, ex=1800):
                return number, client
        except redis.ConnectionError as error:
            pytest.skip(f"no Redis at {REDIS}: {error}")
    pytest.skip(f"no free database on Redis at {REDIS}")


def sources(count: int, name: str) -> list[str]:
    return [f"import time\ntime.sleep(0.2)\nprint(1 + 1)  # {name} {number}\n" for number in range(count)]


def finish(
    installation: Installation, runs: list[str], disturb: Callable[[], None] | None = None
) -> list[dict[str, Any]]:
    """Tick as ``manage.py up`` does until every run has ended; ``disturb`` once, when a few were recorded."""
    pending = disturb

    def ended() -> bool:
        nonlocal pending
        installation.ask("tick")
        states = [run["state"] for run in installation.ask("states", runs)]
        if pending is not None and states.count("recorded") >= 2 and "sent" in states:
            pending()
            pending = None
        return not {"waiting", "sent"} & set(states)

    installation.wait_until(ended, DONE_WITHIN_S, "the end of all runs")
    assert pending is None, "the runs ended before they could be disturbed"
    states: list[dict[str, Any]] = installation.ask("states", runs)
    return states


def assert_each_recorded_once(states: list[dict[str, Any]], count: int) -> None:
    assert [(run["state"], run["verdicts"]) for run in states] == [("recorded", ["proven"])] * count, states


@pytest.mark.parametrize("victim", ["worker", "supervisor", "reports"])
def test_a_process_killed_in_the_middle_loses_and_doubles_nothing(installation: Installation, victim: str) -> None:
    runs = installation.ask("request", sources(10, victim))

    def kill_and_restart() -> None:
        installation.kill(victim)
        for _ in range(5):
            installation.ask("tick")
            time.sleep(0.1)
        installation.start(victim)

    assert_each_recorded_once(finish(installation, runs, kill_and_restart), 10)


def test_everything_killed_at_once_loses_and_doubles_nothing(installation: Installation) -> None:
    runs = installation.ask("request", sources(10, "all"))

    def kill_all() -> None:
        for name in installation.COMMANDS:
            installation.kill(name)
        for name in installation.COMMANDS:
            installation.start(name)

    assert_each_recorded_once(finish(installation, runs, kill_all), 10)


def test_doubled_requests_are_run_twice_and_recorded_once(installation: Installation) -> None:
    runs = installation.ask("request", sources(8, "doubled"))
    doubled: list[int] = []
    states = finish(installation, runs, lambda: doubled.append(installation.ask("double_requests", runs)))
    assert_each_recorded_once(states, 8)
    installation.wait_until(
        lambda: sum(run["surplus"] for run in installation.ask("states", runs)) >= doubled[0] > 0,
        DONE_WITHIN_S,
        "the surplus reports",
    )
    assert_each_recorded_once(installation.ask("states", runs), 8)


def test_doubled_reports_are_counted_and_dropped(installation: Installation) -> None:
    runs = installation.ask("request", sources(4, "twice told"))
    finish(installation, runs)
    assert installation.ask("double_reports", runs) == 4
    installation.wait_until(
        lambda: [run["surplus"] for run in installation.ask("states", runs)] == [1] * 4,
        DONE_WITHIN_S,
        "four surplus reports",
    )
    assert_each_recorded_once(installation.ask("states", runs), 4)


def test_lost_requests_are_sent_again(installation: Installation) -> None:
    runs = installation.ask("request", sources(8, "lost"))
    lost: list[int] = []
    states = finish(installation, runs, lambda: lost.append(installation.ask("lose", "runner.cpu")))
    assert_each_recorded_once(states, 8)


def test_lost_reports_are_made_again(installation: Installation) -> None:
    runs = installation.ask("request", sources(8, "unheard"))

    def lose_reports() -> None:
        installation.kill("reports")
        time.sleep(1.5)
        installation.ask("lose", "reports")
        installation.start("reports")

    states = finish(installation, runs, lose_reports)
    assert_each_recorded_once(states, 8)
    assert max(run["attempt"] for run in states) > 1
