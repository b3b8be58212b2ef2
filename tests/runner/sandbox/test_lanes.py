"""The lane of a GPU: what it opens beside the processor's jail, and what it does not."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runner.protocol import Device, Limits, Outcome, Program
from runner.sandbox.client import Client, wait_until_ready
from runner.sandbox.jail import lanes
from runner.sandbox.messages import Answer, HostState, Job

PRETENDED = Path(__file__).with_name("pretended_gpu.py")
CHECKOUT = Path(__file__).parents[3]


class Host:
    """A supervisor that offers both devices."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def state(self) -> HostState:
        with Client(self.path) as client:
            return client.state()

    def run(self, source: str, device: Device = "cuda", **limits: Any) -> Answer:
        job = Job(id=1, program=Program(source=source, runtime="python", device=device), limits=Limits(**limits))
        with Client(self.path) as client:
            (answer,) = client.run([job])
        return answer

    def output(self, source: str, device: Device = "cuda") -> str:
        answer = self.run(source, device)
        assert answer.execution is not None, answer.fault
        assert answer.execution.outcome is Outcome.FINISHED, answer.execution
        return answer.execution.stdout


@pytest.fixture(scope="module")
def host(short_folder: Path) -> Iterator[Host]:
    path = short_folder / "supervisor.sock"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RUNNER_")}
    settings = {"RUNNER_SOCKET": str(path), "RUNNER_RUNTIMES": "python", "RUNNER_DEVICES": "cpu,cuda"}
    process = subprocess.Popen(
        [sys.executable, str(PRETENDED)],
        env={**clean, **settings, "PYTHONPATH": str(CHECKOUT), "CUDA_VISIBLE_DEVICES": "3"},
        stdin=subprocess.DEVNULL,
    )
    wait_until_ready(path, 120, alive=lambda: process.poll() is None)
    yield Host(path)
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture(scope="module")
def short_folder() -> Iterator[Path]:
    folder = Path("/tmp") / f"ql-{os.getpid()}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


class TestWithoutAGpu:
    """What every host without one says."""

    def test_there_is_no_lane(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lanes, "_NODES", ("/dev/nvidia-that-is-not-there",))
        assert lanes.lane_of("cuda") is None
        assert lanes.lane_of("cpu") is lanes.CPU
        assert not lanes.CPU.has_driver

    @pytest.mark.processes
    def test_a_program_for_it_is_refused_at_once_and_not_for_retrying(self, supervisor: Any) -> None:
        with Client(supervisor.socket) as client:
            (answer,) = client.run([Job(id=1, program=Program(source="print(1)", runtime="python", device="cuda"))])
        assert answer.fault is not None
        assert (answer.fault.kind, answer.fault.retryable) == ("UnknownDevice", False)
        assert "not available" in answer.fault.message

    @pytest.mark.processes
    def test_a_host_that_is_told_to_offer_it_still_works_and_says_why_not(self, own_supervisor: Any) -> None:
        if lanes.lane_of("cuda"):
            pytest.skip("this host has a GPU")
        state = own_supervisor(RUNNER_DEVICES="cpu,cuda").state()
        assert state.selftest_passed
        assert {each.device for each in state.environments} == {"cpu"}
        assert any("not on cuda: this host has no such device" in note for note in state.notes)


@pytest.mark.processes
class TestLane:
    """Both lanes of one host, in whatever setting this is."""

    def test_both_devices_withstood_the_self_test(self, host: Host) -> None:
        state = host.state()
        assert state.selftest_passed, state.selftest_detail
        assert {each.device for each in state.environments} == {"cpu", "cuda"}, state.notes

    def test_the_device_is_seen_only_after_the_fork_and_only_on_its_lane(self, host: Host) -> None:
        source = "import os\nprint(os.environ['CUDA_VISIBLE_DEVICES'])"
        assert host.output(source) == "3\n"
        assert host.output(source, "cpu") == "\n"

    def test_its_device_files_can_be_opened_there_and_nowhere_else(self, host: Host) -> None:
        source = (
            "import errno, os\ntry:\n    os.open('/dev/tty', os.O_RDWR)\n"
            "except OSError as error:\n    print(errno.errorcode[error.errno])"
        )
        assert host.output(source) == "ENXIO\n"  # the driver of the terminal answered: there is none
        assert host.output(source, "cpu") in {"EACCES\n", "ENOENT\n"}

    def test_any_ioctl_reaches_the_driver_there_and_nowhere_else(self, host: Host) -> None:
        source = (
            "import errno, fcntl\ntry:\n    fcntl.ioctl(open('/dev/null'), 0x4642)\n"
            "except OSError as error:\n    print(errno.errorcode[error.errno])"
        )
        assert host.output(source, "cpu") == "EPERM\n"
        assert host.output(source) in {"EACCES\n", "ENOTTY\n"}  # Landlock lets control only the lane's own files

    def test_a_thread_can_be_named_in_proc_as_a_driver_does(self, host: Host) -> None:
        source = (
            "import os, threading\npath = f'/proc/self/task/{threading.get_native_id()}/comm'\n"
            "os.write(os.open(path, os.O_RDWR), b'driver')\n"
            "print(open('/proc/self/comm').read().strip())"
        )
        assert host.output(source) == "driver\n"

    def test_no_other_process_can_be_read_in_proc(self, host: Host) -> None:
        source = (
            "import os\nfor path in (f'/proc/{os.getppid()}/environ', '/proc/1/cmdline', '/proc/version'):\n"
            "    try:\n        open(path).read(); print('read', path)\n    except OSError as error:\n        pass\n"
            "print('done')"
        )
        assert host.output(source) == "done\n"

    def test_addresses_may_be_reserved_without_end(self, host: Host) -> None:
        source = (
            "import mmap\nmmap.mmap(-1, 1 << 40, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=0)\nprint('got it')"
        )
        assert host.output(source) == "got it\n"
        answer = host.run(source, "cpu")
        assert answer.execution is not None
        assert answer.execution.outcome is not Outcome.FINISHED

    @pytest.mark.parametrize("flags", ["MAP_PRIVATE", "MAP_SHARED"])
    def test_memory_is_bounded_all_the_same(self, host: Host, flags: str) -> None:
        source = (
            f"import mmap, time\nheld = mmap.mmap(-1, 1 << 30, flags=mmap.{flags} | mmap.MAP_ANONYMOUS)\n"
            "for at in range(0, len(held), 4096):\n    held[at] = 1\n    if at % (1 << 24) == 0: time.sleep(0.02)\n"
            "print('took it')"
        )
        answer = host.run(source, memory_mib=128)
        assert answer.execution is not None
        assert answer.execution.stdout == ""
        assert answer.execution.outcome in {Outcome.MEMORY, Outcome.RAISED}
        assert answer.execution.peak_mib < 900

    def test_the_report_names_its_device(self, host: Host) -> None:
        answer = host.run("print(1)")
        assert answer.environment is not None
        assert answer.environment.device == "cuda"
