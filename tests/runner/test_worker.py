"""The worker as a process: requests in, reports and heartbeats out, and what is left when things are killed."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from celery import Celery
from kombu import Connection

from runner.broker import connection_settings, folder_url
from runner.protocol import EXECUTE_TASK, Heartbeat, Outcome, Program, RunReport, RunRequest, queue_in

pytestmark = pytest.mark.processes

Start = Callable[..., Any]


class Web:
    """The other side: sends requests, receives what a web host would."""

    def __init__(self, folder: Path) -> None:
        self.url = folder_url(folder)
        self._settings = connection_settings(self.url)
        self._app = Celery("web", set_as_current=False)
        self._app.conf.update(self._settings)
        self.heartbeats: list[Heartbeat] = []

    def send(self, source: str, **options: Any) -> RunRequest:
        program = Program(source=source, runtime="python")
        request = RunRequest(run_id=str(uuid.uuid4()), attempt=1, program=program, repeats=1, **options)
        self.send_raw(request.to_dict())
        return request

    def send_raw(self, data: Any, queue: str = "runner.cpu") -> None:
        self._app.send_task(EXECUTE_TASK, args=[data], queue=queue, ignore_result=True)

    def next_report(self, timeout_s: float = 60) -> RunReport:
        for message in self._messages(timeout_s):
            if "run_id" in message:
                return RunReport.from_dict(message)
            self.heartbeats.append(Heartbeat.from_dict(message))
        raise AssertionError("no report came")

    def next_heartbeat(self, timeout_s: float = 60) -> Heartbeat:
        for message in self._messages(timeout_s):
            if "run_id" not in message:
                return Heartbeat.from_dict(message)
        raise AssertionError("no heartbeat came")

    def _messages(self, timeout_s: float) -> Iterator[dict[str, Any]]:
        with Connection(
            self._settings["broker_url"],
            transport=self._settings["broker_transport"],
            transport_options=self._settings["broker_transport_options"],
        ) as connection:
            queue = connection.SimpleQueue("reports")
            while True:
                try:
                    message = queue.get(timeout=timeout_s)
                except Empty:
                    return
                message.ack()
                yield json.loads(message.body)[0][0] if isinstance(message.body, str | bytes) else message.payload[0][0]


@pytest.fixture
def web(tmp_path: Path) -> Web:
    return Web(tmp_path / "broker")


@pytest.fixture
def start_worker(web: Web) -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []

    def start(running: Any, **settings: str) -> "subprocess.Popen[bytes]":
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("RUNNER_", "DJANGO_"))},
            "RUNNER_SOCKET": str(running.socket),
            "RUNNER_BROKER_URL": web.url,
            "RUNNER_NAME": "worker-under-test",
            "RUNNER_SLOTS": "2",
            "RUNNER_HEARTBEAT_S": "0.5",
            **settings,
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "runner", "worker"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_a_request_becomes_a_report_on_the_reports_queue(supervisor: Any, web: Web, start_worker: Start) -> None:
    start_worker(supervisor)
    request = web.send("print('hello')")
    report = web.next_report()
    assert (report.run_id, report.attempt, report.host) == (request.run_id, 1, "worker-under-test")
    assert report.program_digest == request.program.digest
    assert [execution.stdout for execution in report.executions] == ["hello\n"]


def test_what_has_to_be_run_in_an_environment_is_taken_from_that_ones_queue(
    supervisor: Any, web: Web, start_worker: Start
) -> None:
    start_worker(supervisor)
    environment = next(each for each in supervisor.state().environments if each.runtime == "python")
    program = Program(source="print('here')", runtime="python")
    request = RunRequest(run_id=str(uuid.uuid4()), attempt=1, program=program, repeats=1)
    web.send_raw(request.to_dict(), queue_in("runner.cpu", environment.digest))
    report = web.next_report()
    assert report.environment == environment


def test_every_start_of_a_worker_has_a_name_of_its_own(supervisor: Any, web: Web, start_worker: Start) -> None:
    start_worker(supervisor)
    first = web.next_heartbeat().instance
    assert first
    assert web.next_heartbeat().instance == first


def test_every_request_is_reported_once(supervisor: Any, web: Web, start_worker: Start) -> None:
    start_worker(supervisor)
    sent = {web.send(f"print({number})").run_id for number in range(20)}
    assert {web.next_report().run_id for _ in sent} == sent
    assert all(heartbeat.selftest_passed for heartbeat in web.heartbeats[-1:])


def test_heartbeats_say_what_the_host_can_do(supervisor: Any, web: Web, start_worker: Start) -> None:
    start_worker(supervisor)
    heartbeat = web.next_heartbeat()
    assert (heartbeat.host, heartbeat.queue, heartbeat.slots) == ("worker-under-test", "runner.cpu", 2)
    assert heartbeat.selftest_passed
    assert {environment.runtime for environment in heartbeat.environments} >= {"python"}


def test_without_a_supervisor_it_says_so_and_takes_no_request(
    own_supervisor: Start, web: Web, start_worker: Start
) -> None:
    running = own_supervisor()
    running.process.kill()
    running.process.wait()
    start_worker(running)
    web.send("print(1)")
    assert not web.next_heartbeat().selftest_passed
    again = own_supervisor(RUNNER_SOCKET=str(running.socket), wait=False)
    assert [execution.stdout for execution in web.next_report().executions] == ["1\n"]
    assert again.process.poll() is None


def test_a_supervisor_killed_in_the_middle_of_a_run_is_a_retryable_fault(
    own_supervisor: Start, web: Web, start_worker: Start
) -> None:
    running = own_supervisor()
    start_worker(running)
    web.send("import time; time.sleep(60)")
    wait_for(lambda: running.state().running == 1)
    running.process.kill()
    report = web.next_report()
    assert report.fault is not None
    assert (report.fault.kind, report.fault.retryable) == ("SupervisorUnavailable", True)
    assert not report.executions


def test_sigterm_finishes_what_runs_and_leaves_the_rest(supervisor: Any, web: Web, start_worker: Start) -> None:
    worker = start_worker(supervisor, RUNNER_SLOTS="1")
    running = web.send("import time; time.sleep(2); print('finished')")
    wait_for(lambda: supervisor.state().running == 1)
    waiting = web.send("print('later')")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 0
    report = web.next_report()
    assert (report.run_id, report.executions[0].stdout) == (running.run_id, "finished\n")
    start_worker(supervisor)
    assert web.next_report().run_id == waiting.run_id


def test_a_killed_worker_leaves_no_run_behind(supervisor: Any, web: Web, start_worker: Start) -> None:
    worker = start_worker(supervisor)
    web.send("import time; time.sleep(60)")
    wait_for(lambda: supervisor.state().running == 1)
    worker.kill()
    wait_for(lambda: supervisor.state().running == 0)


def test_what_is_no_request_is_dropped_and_the_next_one_runs(supervisor: Any, web: Web, start_worker: Start) -> None:
    start_worker(supervisor)
    nonsense: list[Any] = [None, [], {"run_id": "x"}, {"version": 1, "source": "print(1)"}]
    for each in nonsense:
        web.send_raw(each)
    request = web.send("raise ValueError")
    report = web.next_report()
    assert report.run_id == request.run_id
    assert report.executions[0].outcome is Outcome.RAISED


def test_the_worker_needs_no_django(supervisor: Any) -> None:
    code = "import sys; sys.modules['django'] = None; import runner.worker, runner.__main__"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def test_a_report_waits_until_the_disk_has_room_again(supervisor: Any, start_worker: Start, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("mounting takes root")
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]).returncode != 0:
        pytest.skip("no file system can be mounted here")
    try:
        web = Web(disk / "broker")
        start_worker(supervisor, RUNNER_BROKER_URL=web.url)
        web.next_heartbeat()
        request = web.send("import time; time.sleep(1); print('kept')")
        wait_for(lambda: supervisor.state().running == 1)
        with pytest.raises(OSError, match="No space"):
            (disk / "ballast").write_bytes(b"x" * 512 * 1024)
        wait_for(lambda: supervisor.state().running == 0)
        (disk / "ballast").unlink()
        report = web.next_report()
        assert (report.run_id, report.executions[0].stdout) == (request.run_id, "kept\n")
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
