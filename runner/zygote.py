"""The program of a zygote: a warm, single-threaded interpreter that forks one jailed child per snippet.

It is started by the supervisor with a clean environment and one socket. Standard library only: the interpreter may
belong to another virtual environment than the supervisor's.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import socket
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from runner.inside import (
    contents,
    determinism,
    generators,
    heap,
    no_programs,
    snippet,
    stand_in_weights,
    torchvision_operators,
)
from runner.runtimes import declaration
from runner.sandbox import huge_pages
from runner.sandbox.jail import entry, kernel, lanes, limits, mounts

OUT, ERR, REPORT, ENTERED, RULESET = 1, 2, 3, 4, 5
JAIL_FAILED: Final = 120
MAX_MESSAGE: Final = 64 * 1024
_INSIDE: Final = (contents, generators, heap, stand_in_weights, torchvision_operators)
"""Imported before the file system is left behind, for the runtimes that name them."""


@dataclass(slots=True)
class _Child:
    job: int
    pid: int


class Zygote:
    """Serves fork requests on ``control`` until it is closed."""

    def __init__(self, control: socket.socket, jail: entry.Jail, address_space: int, visible: str) -> None:
        self._control = control
        self._jail = jail
        self._address_space = address_space
        self._visible = visible
        self._children: dict[int, _Child] = {}
        self._poller = select.poll()
        self._poller.register(control, select.POLLIN)

    def tell(self, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
        socket.send_fds(self._control, [json.dumps(message).encode()], list(descriptors))

    def serve(self) -> Callable[[], int] | None:
        """Fork on request; returns in a child, with what it must do next, or ``None`` once the supervisor is gone."""
        while True:
            for descriptor, _ in self._poller.poll():
                if descriptor in self._children:
                    self._reap(descriptor)
                    continue
                message, descriptors, _, _ = socket.recv_fds(self._control, MAX_MESSAGE, 8)
                if not message:
                    return None
                errand = self._fork(json.loads(message)["fork"], descriptors)
                if errand is not None:
                    return errand

    def _fork(self, job: int, descriptors: list[int]) -> Callable[[], int] | None:
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            return lambda: self._live(descriptors, parent)
        for descriptor in descriptors:
            os.close(descriptor)
        process = os.pidfd_open(pid)
        self._children[process] = _Child(job, pid)
        self._poller.register(process, select.POLLIN)
        self.tell({"forked": job, "pid": pid}, [process])
        return None

    def _reap(self, descriptor: int) -> None:
        self._poller.unregister(descriptor)
        child = self._children.pop(descriptor)
        _, status, usage = os.wait4(child.pid, 0)
        os.close(descriptor)
        cpu_ms = (usage.ru_utime + usage.ru_stime) * 1000
        self.tell({"exited": child.job, "status": status, "cpu_ms": cpu_ms, "peak_kib": usage.ru_maxrss})

    def _live(self, descriptors: list[int], parent: int) -> int:
        """The life of a child: enter the jail, run the snippet, end."""
        try:
            job = self._take_places(*descriptors)
            bounds = entry.Bounds(cpu_s=job["cpu_s"], memory_bytes=job["memory_bytes"], slot=job["slot"])
            self._jail.enter(bounds, entered=ENTERED, parent=parent, address_space=self._address_space)
        except Exception:  # noqa: BLE001 - whatever failed, the snippet must not start
            os.write(ENTERED, traceback.format_exc(limit=-3).encode()[-2000:])
            os._exit(JAIL_FAILED)
        if self._jail.lane.has_driver:
            os.environ["CUDA_VISIBLE_DEVICES"] = self._visible
        return snippet.run(job, REPORT)

    def _take_places(self, request: int, *channels: int) -> dict[str, Any]:
        """Move each channel to its fixed number, keep the ruleset, close everything else; returns the job."""
        request, ruleset, *moved = (os.dup(each) for each in (request, self._jail.ruleset, *channels))
        for place, channel in zip((OUT, ERR, REPORT, ENTERED), moved, strict=True):
            os.dup2(channel, place)
        os.dup2(ruleset, RULESET)
        self._jail.ruleset = RULESET
        with os.fdopen(request, "rb") as lines:
            job: dict[str, Any] = json.load(lines)
        kernel.close_from(RULESET + 1)
        return job


def main(control_descriptor: int, options: dict[str, Any]) -> int:
    """Prepare, preload, say ready, serve. Returns the exit status of whichever process gets here."""
    control = socket.socket(fileno=control_descriptor)
    try:
        zygote, ready = _prepare(control, options)
    except entry.JailImpossible as impossible:
        return _fail(control, str(impossible), final=True)
    except Exception:  # noqa: BLE001 - the supervisor is told and decides
        return _fail(control, traceback.format_exc(limit=5)[-4000:], final=False)
    zygote.tell({"ready": ready})
    errand = zygote.serve()
    return 0 if errand is None else errand()


def _prepare(control: socket.socket, options: dict[str, Any]) -> tuple[Zygote, dict[str, Any]]:
    started = time.monotonic()
    os.umask(0o022)
    runtime = declaration.declared()[options["runtime"]]
    tasks, maps = (os.open(f"/proc/self/{name}", os.O_RDONLY | os.O_CLOEXEC) for name in ("task", "maps"))
    statm = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
    _offer_to_the_oom_killer()
    lane = lanes.lane_of(options["device"])
    if lane is None:
        raise entry.JailImpossible(f"device {options['device']!r} is not available")
    jail = entry.prepare(options["trees"], options["uid_base"], lane=lane, own_path=runtime.reads_own_path)
    stand_in_weights.look_in(options["weights"])
    determinism.install()
    with mounts.folder_for_preloading(private=jail.scratch) as folder:
        _preload(runtime, folder)
    snippet.forget_preloading()
    no_programs.install()
    _check_forkable(tasks, maps)
    gc.collect()
    gc.freeze()
    huge_pages.gather(maps)
    address_space = limits.address_space_in_use(statm)
    for descriptor in (tasks, maps, statm):
        os.close(descriptor)
    ready = {
        "layers": jail.layers,
        "notes": jail.notes,
        "versions": {"python": ".".join(map(str, sys.version_info[:3]))} | runtime.versions(),
        "machine": os.uname().machine,
        "scratch": jail.scratch,
        "started_ms": (time.monotonic() - started) * 1000,
    }
    return Zygote(control, jail, address_space, options["visible"]), ready


def _preload(runtime: declaration.Runtime, folder: str) -> None:
    """Import everything once; what libraries write on import goes to ``folder``, which nothing remembers."""
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    for step in runtime.before_preload:
        _call(step)
    with _silent() if runtime.talks_on_import else contextlib.nullcontext():
        for module in runtime.preload:
            importlib.import_module(module)
    for step in runtime.after_preload:
        _call(step)
    for name in [name for name, value in os.environ.items() if value.startswith(folder + "/")]:
        del os.environ[name]
    os.environ["TMPDIR"] = tempfile.tempdir = mounts.SCRATCH


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """Nothing goes to standard error meanwhile; what fails is raised all the same."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _call(step: str) -> None:
    module, _, function = step.partition(":")
    getattr(importlib.import_module(module), function)()


def _check_forkable(tasks: int, maps: int) -> None:
    """A second thread would leave its locks behind in every child; a shared writable mapping would join children."""
    if len(os.listdir(tasks)) != 1:
        raise RuntimeError("preloading started a thread")
    with os.fdopen(os.dup(maps), encoding="utf-8", errors="replace") as lines:
        shared = [line.rstrip() for line in lines if line.split()[1].startswith("rw") and line.split()[1].endswith("s")]
    if shared:
        raise RuntimeError(f"preloading left a shared writable mapping: {shared[0]}")


def _offer_to_the_oom_killer() -> None:
    """Children inherit this: when memory runs out the kernel takes a snippet, not the worker beside it."""
    with open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:
        score.write("1000")


def _fail(control: socket.socket, reason: str, *, final: bool) -> int:
    socket.send_fds(control, [json.dumps({"failed": reason, "final": final}).encode()], [])
    return 1


def start() -> None:
    """Entry of the bootstrap: ``argv`` holds the descriptor and the options."""
    descriptor, options = int(sys.argv[2]), json.loads(sys.argv[3])
    os._exit(main(descriptor, options))
