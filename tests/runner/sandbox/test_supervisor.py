"""The supervisor as a process: killed zygotes, killed supervisors, fairness, idleness, bad clients."""

import os
import signal
import socket
import threading
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runner.errors import SupervisorUnavailable
from runner.protocol import Limits, Outcome, Program
from runner.sandbox.client import Client, wait_until_ready
from runner.sandbox.framing import frame
from runner.sandbox.messages import Answer, Job
from runner.variant import Variant

pytestmark = pytest.mark.processes

Start = Callable[..., Any]
SLEEP = "import time\ntime.sleep({})\nprint('slept')"


def job(number: int, source: str, hash_seed: int = 0) -> Job:
    return Job(id=number, program=Program(source=source, runtime="python"), variant=Variant(hash_seed=hash_seed))


def in_background(running: Any, jobs: list[Job]) -> tuple[threading.Thread, list[Answer | Exception]]:
    answers: list[Answer | Exception] = []

    def collect() -> None:
        try:
            with Client(running.socket) as client:
                answers.extend(client.run(jobs))
        except SupervisorUnavailable as error:
            answers.append(error)

    thread = threading.Thread(target=collect)
    thread.start()
    return thread, answers


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def test_the_self_test_passes_and_names_the_layers(supervisor: Any) -> None:
    state = supervisor.state()
    assert state.selftest_passed, state.selftest_detail
    assert {"no_new_privs", "seccomp", "rlimits", "descriptors"} <= set(state.layers)
    assert any(layer.startswith("landlock-") for layer in state.layers)
    assert {"own_user", "thread_notices"} & set(state.layers)


def test_the_environment_names_what_may_change_an_output(supervisor: Any) -> None:
    environments = {each.runtime: each for each in supervisor.state().environments}
    assert {"torch", "torchvision", "numpy", "python"} <= set(environments["pytorch"].versions)
    assert environments["pytorch"].cpu_capability
    assert environments["pytorch"].machine == os.uname().machine


def test_a_killed_zygote_costs_a_run_nothing_but_time(own_supervisor: Start) -> None:
    running = own_supervisor()
    thread, answers = in_background(running, [job(1, SLEEP.format(1))])
    wait_for(lambda: running.state().running == 1)
    for pid in running.state().zygotes:
        os.kill(pid, signal.SIGKILL)
    thread.join()
    (answer,) = answers
    assert isinstance(answer, Answer)
    assert answer.execution is not None
    assert answer.execution.stdout == "slept\n"


def test_what_was_upgraded_under_a_running_supervisor_takes_no_runs(own_supervisor: Start, tmp_path: Path) -> None:
    venv.create(tmp_path, with_pip=False, symlinks=True)
    (packages,) = tmp_path.glob("lib/python*/site-packages")
    metadata = packages / "numpy-1.26.4.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text("Metadata-Version: 2.1\nName: numpy\nVersion: 1.26.4\n")
    running = own_supervisor(RUNNER_VENVS=f"python={tmp_path}")
    assert running.state().environments[0].versions["numpy"] == "1.26.4"
    metadata.write_text("Metadata-Version: 2.1\nName: numpy\nVersion: 2.2.6\n")
    answer = running.answer("print(1)", "python", Variant(hash_seed=1), Limits())
    assert answer.fault is not None
    assert (
        "numpy 2.2.6 instead of 1.26.4: what is installed has changed, start the runner again" in answer.fault.message
    )
    assert running.state().environments[0].versions["numpy"] == "1.26.4"


def test_a_zygote_killed_again_and_again_is_a_retryable_fault(own_supervisor: Start) -> None:
    running = own_supervisor()
    thread, answers = in_background(running, [job(1, SLEEP.format(60))])
    for _ in range(2):
        wait_for(lambda: running.state().running == 1)
        before = set(running.state().zygotes)
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda before=before: not before & set(running.state().zygotes))  # type: ignore[misc]
    thread.join()
    (answer,) = answers
    assert isinstance(answer, Answer)
    assert answer.fault is not None
    assert (answer.fault.kind, answer.fault.retryable) == ("ZygoteFault", True)


def test_a_killed_supervisor_is_noticed_at_once_and_leaves_no_process(own_supervisor: Start) -> None:
    running = own_supervisor()
    thread, answers = in_background(running, [job(1, SLEEP.format(60))])
    wait_for(lambda: running.state().running == 1)
    zygotes = running.state().zygotes
    running.process.kill()
    thread.join()
    assert isinstance(answers[0], SupervisorUnavailable)
    assert answers[0].retryable
    wait_for(lambda: not any(os.path.exists(f"/proc/{pid}") and not is_zombie(pid) for pid in zygotes))


def is_zombie(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_a_client_that_leaves_takes_its_runs_with_it(own_supervisor: Start) -> None:
    running = own_supervisor()
    with Client(running.socket) as client:
        client._send(job(1, SLEEP.format(60)).to_dict())
        wait_for(lambda: running.state().running == 1)
    wait_for(lambda: running.state().running == 0)
    assert running.answer("print(1)", "python", Variant(), Limits()).execution.stdout == "1\n"


def test_slots_bound_what_runs_and_every_job_is_answered_once(own_supervisor: Start) -> None:
    running = own_supervisor(RUNNER_SLOTS="2")
    jobs = [job(number, "import time; time.sleep(0.05)") for number in range(12)]
    thread, answers = in_background(running, jobs)
    most = 0
    while thread.is_alive():
        most = max(most, running.state().running)
    thread.join()
    assert most <= 2
    assert sorted(answer.id for answer in answers if isinstance(answer, Answer)) == list(range(12))


def test_a_late_client_does_not_wait_for_all_of_an_earlier_one(own_supervisor: Start) -> None:
    running = own_supervisor(RUNNER_SLOTS="1")
    thread, answers = in_background(running, [job(number, "import time; time.sleep(0.1)") for number in range(30)])
    wait_for(lambda: running.state().running == 1)
    running.answer("print(1)", "python", Variant(), Limits())
    answered_before = len(answers)
    thread.join()
    assert answered_before < 15
    assert len(answers) == 30


def test_variants_start_on_demand_and_end_when_idle(own_supervisor: Start) -> None:
    running = own_supervisor(RUNNER_IDLE_S="0.5")
    base = set(running.state().zygotes)
    assert len(base) == 1
    running.answer("print(1)", "python", Variant(hash_seed=1), Limits())
    assert len(running.state().zygotes) == 2
    wait_for(lambda: set(running.state().zygotes) == base)


def test_more_variants_than_the_budget_run_one_after_another(own_supervisor: Start) -> None:
    running = own_supervisor(RUNNER_MEMORY_MIB="24")
    with Client(running.socket) as client:
        answers = list(client.run([job(seed, "print(1)", hash_seed=seed) for seed in range(6)]))
    assert {answer.execution.stdout for answer in answers if answer.execution} == {"1\n"}
    assert len(running.state().zygotes) <= 2


def test_hash_seeds_are_what_the_variant_says(supervisor: Any) -> None:
    source = "print(hash('a'), {'a', 'b', 'c', 'd'})"
    outputs = [
        supervisor.answer(source, "python", Variant(hash_seed=seed), Limits()).execution.stdout for seed in (1, 1, 2)
    ]
    assert outputs[0] == outputs[1] != outputs[2]


def test_sigterm_lets_what_runs_finish(own_supervisor: Start) -> None:
    running = own_supervisor()
    thread, answers = in_background(running, [job(1, SLEEP.format(1))])
    wait_for(lambda: running.state().running == 1)
    running.process.terminate()
    thread.join()
    (answer,) = answers
    assert isinstance(answer, Answer)
    assert answer.execution is not None
    assert answer.execution.stdout == "slept\n"
    assert running.process.wait(timeout=30) == 0
    assert not running.socket.exists()


def test_a_second_supervisor_on_the_same_socket_is_refused(own_supervisor: Start) -> None:
    running = own_supervisor()
    second = own_supervisor(wait=False, RUNNER_SOCKET=str(running.socket))
    assert second.process.wait(timeout=30) == 1
    assert running.state().selftest_passed


def test_a_socket_left_by_a_killed_supervisor_is_replaced(own_supervisor: Start) -> None:
    running = own_supervisor()
    running.process.kill()
    running.process.wait()
    again = own_supervisor(RUNNER_SOCKET=str(running.socket), wait=False)
    wait_until_ready(running.socket, 60)
    assert again.process.poll() is None


def test_the_socket_is_for_its_owner_alone(supervisor: Any) -> None:
    assert supervisor.socket.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "message",
    [
        {"op": "nonsense"},
        {"op": "execute", "id": 1, "program": {"source": "x", "extra": 1}},
        {},
        {"op": "execute", "id": "x"},
    ],
)
def test_a_message_that_makes_no_sense_ends_that_connection_only(supervisor: Any, message: dict[str, Any]) -> None:
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(30)
        peer.connect(str(supervisor.socket))
        peer.sendall(frame(message))
        assert b"invalid" in peer.recv(4096)
        assert peer.recv(4096) == b""
    assert supervisor.state().ready


def test_a_frame_without_end_is_refused(supervisor: Any) -> None:
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(30)
        peer.connect(str(supervisor.socket))
        peer.sendall(b"\xff\xff\xff\xff")
        assert b"invalid" in peer.recv(4096)


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        (Program(source="1", runtime="cobol"), "UnknownRuntime"),
        (Program(source="1", device="cuda"), "UnknownDevice"),
    ],
)
def test_what_this_host_lacks_is_refused_for_good(supervisor: Any, program: Program, kind: str) -> None:
    with Client(supervisor.socket) as client:
        (answer,) = client.run([Job(id=7, program=program)])
    assert answer.fault is not None
    assert (answer.fault.kind, answer.fault.retryable) == (kind, False)


def test_a_sigkill_that_nobody_of_us_sent_is_tried_once_more(own_supervisor: Start) -> None:
    running = own_supervisor()
    thread, answers = in_background(running, [job(1, SLEEP.format(6))])
    wait_for(lambda: running.state().running == 1)
    (zygote,) = running.state().zygotes
    children = Path(f"/proc/{zygote}/task/{zygote}/children")
    wait_for(lambda: children.read_text(encoding="ascii") != "")
    child = int(children.read_text(encoding="ascii").split()[0])
    wait_for(lambda: "Seccomp:\t2" in Path(f"/proc/{child}/status").read_text(encoding="ascii"))
    os.kill(child, signal.SIGKILL)
    thread.join()
    (answer,) = answers
    assert isinstance(answer, Answer)
    assert answer.execution is not None
    assert answer.execution.outcome is Outcome.FINISHED
    assert zygote not in running.state().zygotes


def test_a_snippet_that_asks_for_threads_without_end_does_not_hold_up_others(own_supervisor: Start) -> None:
    running = own_supervisor()
    spin = (
        "import ctypes, time\nlibc = ctypes.CDLL(None)\nend = time.monotonic() + 10\n"
        # A thread without shared signal handlers: the kernel refuses it, but only after whoever is asked first.
        "while time.monotonic() < end:\n    libc.syscall(56, 0x10000 | 0x100, 1, 0, 0, 0)\nprint('done')"
    )
    thread, answers = in_background(running, [job(1, spin)])
    wait_for(lambda: running.state().running == 1 or bool(answers))
    assert not answers
    assert running.answer("print(1)", "python", Variant(), Limits()).execution.stdout == "1\n"
    thread.join()
    assert len(answers) == 1


def test_sigterm_does_not_start_what_still_waits(own_supervisor: Start) -> None:
    running = own_supervisor(RUNNER_SLOTS="1")
    thread, answers = in_background(running, [job(number, SLEEP.format(0.5)) for number in range(20)])
    wait_for(lambda: running.state().running == 1 and running.state().waiting > 10)
    running.process.terminate()
    assert running.process.wait(timeout=30) == 0
    thread.join()
    assert isinstance(answers[-1], SupervisorUnavailable)
    assert sum(isinstance(answer, Answer) and answer.execution is not None for answer in answers) <= 10
