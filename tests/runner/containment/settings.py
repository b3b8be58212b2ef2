"""The four settings the jail claims to hold in: a supervisor in each, canaries around it, every attack run inside."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from runner.protocol import Limits, Program
from runner.sandbox.client import Client, wait_until_ready
from runner.sandbox.messages import Answer, HostState, Job

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[2]
SETTINGS = ("root", "user", "docker", "docker_bare")
USER = 12345
SECRET = "c4n4ry-f0r-the-environment"
LIMITS = Limits(wall_s=2.0, cpu_s=5, memory_mib=1024, output_bytes=65536)


def reason_not_to(setting: str) -> str:
    """Why a setting cannot be had here, or nothing."""
    if os.geteuid() != 0:
        return f"putting a command into the setting {setting!r} takes root"
    return ""


@dataclass
class Canaries:
    """Things that no attack may touch, owned by whoever the sandbox runs as."""

    folder: Path
    owner: int
    process: "subprocess.Popen[bytes]"
    listeners: dict[str, socket.socket] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        return self.folder / "canary.txt"

    def described(self, supervisor: Path) -> dict[str, str]:
        return {
            "file": str(self.file),
            "pid": str(self.process.pid),
            "port": str(self.listeners["port"].getsockname()[1]),
            "socket": str(self.folder / "canary.sock"),
            "abstract": self.listeners["abstract"].getsockname()[1:].decode(),
            "supervisor": str(supervisor),
            "checkout": str(CHECKOUT),
            "secret": SECRET[::-1],
        }

    def touched(self) -> list[str]:
        """What was done to them."""
        found = []
        status = self.file.stat() if self.file.exists() else None
        if status is None or self.file.read_text(encoding="ascii") != "canary" or status.st_mtime_ns != 10**18:
            found.append("the file")
        if status is not None and (status.st_mode & 0o777 != 0o644 or status.st_uid != self.owner):
            found.append("the file's mode or owner")
        if set(os.listdir(self.folder)) != {"canary.txt", "canary.sock"}:
            found.append("the folder")
        if self.process.poll() is not None:
            found.append("the process")
        for name, listener in self.listeners.items():
            try:
                listener.accept()[0].close()
            except BlockingIOError:
                continue
            found.append(name)
        return found


@contextmanager
def canaries(owner: int) -> Iterator[Canaries]:
    folder = Path(tempfile.mkdtemp(prefix="canary-", dir="/tmp"))
    folder.chmod(0o755)
    process = subprocess.Popen(["/bin/sleep", "1000"], user=owner, group=owner, extra_groups=[])
    found = Canaries(folder, owner, process)
    found.file.write_text("canary", encoding="ascii")
    found.file.chmod(0o644)
    os.utime(found.file, ns=(10**18, 10**18))
    for name, family, address in (
        ("port", socket.AF_INET, ("127.0.0.1", 0)),
        ("socket", socket.AF_UNIX, str(folder / "canary.sock")),
        ("abstract", socket.AF_UNIX, f"\0canary-{folder.name}"),
    ):
        listener = found.listeners[name] = socket.socket(family)
        listener.bind(address)
        listener.listen()
        listener.setblocking(False)
    for path in (folder, found.file):
        os.chown(path, owner, owner)
    (folder / "canary.sock").chmod(0o777)
    try:
        yield found
    finally:
        process.kill()
        process.wait()
        for listener in found.listeners.values():
            listener.close()
        shutil.rmtree(folder)


@dataclass
class Setting:
    """A supervisor in one setting."""

    name: str
    socket: Path
    canaries: Canaries

    def state(self) -> HostState:
        with Client(self.socket) as client:
            return client.state()

    def run(self, sources: list[str], runtime: str = "python", limits: Limits = LIMITS) -> list[Answer]:
        jobs = [
            Job(id=number, program=Program(source=source, runtime=runtime), limits=limits)
            for number, source in enumerate(sources)
        ]
        with Client(self.socket) as client:
            answers = {answer.id: answer for answer in client.run(jobs)}
        return [answers[number] for number in range(len(jobs))]


@contextmanager
def supervised(name: str, program: tuple[str, ...] = ("-m", "runner", "serve"), **extra: str) -> Iterator[Setting]:
    """A supervisor in the setting ``name``, with canaries of the same owner around it."""
    owner = USER if name == "user" else 0
    folder = Path(tempfile.mkdtemp(prefix="qs-", dir="/tmp"))
    os.chown(folder, owner, owner)
    path = folder / "supervisor.sock"
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("RUNNER_")},
        "RUNNER_SOCKET": str(path),
        "RUNNER_SLOTS": "2",
        "RUNNER_RUNTIMES": "python,pytorch",
        "QUIZAPP_SECRET": SECRET,
        "PYTHONPATH": str(CHECKOUT),
        **extra,
    }
    reader, writer = os.pipe()
    os.set_inheritable(reader, True)
    process = subprocess.Popen(
        [sys.executable, str(HERE / "confine.py"), name, sys.executable, *program],
        env=environment,
        stdin=subprocess.DEVNULL,
        pass_fds=[reader],
        cwd="/",
    )
    os.close(reader)
    os.close(writer)
    try:
        wait_until_ready(path, 120, alive=lambda: process.poll() is None)
        with canaries(owner) as around:
            yield Setting(name, path, around)
    finally:
        process.terminate()
        process.wait(timeout=60)
        shutil.rmtree(folder)


def as_json(answer: Answer) -> str:
    return json.dumps(answer.to_dict(), indent=1)[:2000]
