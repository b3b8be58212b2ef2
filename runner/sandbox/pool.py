"""The zygotes and the runs in them: starting, forking, watching, killing, reaping, and trying once more.

A zygote that dies takes its runs with it, and a SIGKILL that nobody of us sent may be the machine's doing: such a
run is tried once more in a fresh zygote. What happens to a child after it has entered its jail is otherwise the
snippet's outcome; what happens before is a fault of ours.
"""

from __future__ import annotations

import selectors
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from runner.errors import JailFault, RunnerError, ZygoteFault
from runner.runtimes.declaration import Runtime
from runner.sandbox.interpreters import Interpreter
from runner.sandbox.run import Result, Run, Waiting
from runner.sandbox.turns import Turns
from runner.sandbox.zygotes import Key, Zygote

MAX_TRIES: Final = 2
WATCH_S: Final = 0.05
"""Between two looks at the memory of a run whose addresses are not bounded."""
LONGEST_PAUSE_S: Final = 60.0
"""Between two tries to start a zygote that does not become ready."""


class Launch(Protocol):
    """Starts a zygote's process and returns it with our end of its control socket."""

    def __call__(
        self, interpreter: Interpreter, runtime: Runtime, key: Key, *, uid_base: int | None, weights: str
    ) -> tuple[subprocess.Popen[bytes], socket.socket]: ...


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """What a pool is made of and bounded by."""

    interpreters: Mapping[str, Interpreter]
    """By name of the runtime."""
    versions: Mapping[str, Mapping[str, str]]
    """What this host announces of each runtime; a zygote that finds others takes no runs."""
    runtimes: Mapping[str, Runtime]
    base: Key
    """The zygote that stays when there is nothing to do."""
    slots: int
    memory_mib: int
    """What zygotes may hold together; beyond it those that are idle end, and runs wait."""
    idle_s: float
    uid_base: int | None
    weights: str
    """Folder of pre-trained weights, or empty."""


class Pool:
    """Answers every submitted job exactly once, unless its owner is cancelled first."""

    def __init__(self, settings: PoolSettings, selector: selectors.BaseSelector, launch: Launch) -> None:
        self._settings = settings
        self._selector = selector
        self._launch = launch
        self._turns = Turns()
        self._zygotes: dict[Key, Zygote] = {}
        self._retired: list[Zygote] = []
        self._free_slots = list(range(settings.slots))
        self._last_number = 0
        self._failures: dict[Key, int] = {}
        self._not_before: dict[Key, float] = {}
        self._draining = False
        self.layers: tuple[str, ...] = ()
        self.notes: tuple[str, ...] = ()

    # What others ask of a pool.

    def submit(self, waiting: Waiting) -> None:
        self._turns.add(waiting)

    def cancel(self, owner: int) -> None:
        """Forget an owner's jobs and kill its runs; nobody waits for their answers."""
        self._turns.drop(owner)
        for run in self._runs():
            if run.waiting.owner == owner:
                run.cancel()

    def drain(self) -> None:
        """Start nothing more; what runs may finish."""
        self._draining = True

    def start_afresh(self) -> None:
        """Use none of the present zygotes any more, and admit the next ones with whatever jail they have."""
        self.layers = self.notes = ()
        for zygote in list(self._zygotes.values()):
            self._retire(zygote)

    @property
    def waiting(self) -> int:
        return len(self._turns)

    @property
    def running(self) -> int:
        return len(self._runs())

    @property
    def zygotes(self) -> list[int]:
        """Process ids."""
        return [zygote.pid for zygote in self._everyone()]

    def patience(self) -> float:
        """Seconds until something has to be looked at even if nothing happens."""
        now = time.monotonic()
        runs = self._runs()
        moments = [run.deadline for run in runs if not run.overdue]
        longest = WATCH_S if any(run.is_watched for run in runs) else 1.0
        return min(longest, max(0.0, min(moments, default=now + 1.0) - now))

    def tend(self, now: float) -> None:
        """Look at every deadline, let go of idle zygotes, start what can be started."""
        for zygote in self._everyone():
            for run in list(zygote.runs.values()):
                run.check(now)
            if zygote.late(now):
                self._lose(zygote, "it did not become ready in time")
        for key, zygote in list(self._zygotes.items()):
            if key != self._settings.base and zygote.idle_since(now) >= self._settings.idle_s:
                self._retire(zygote)
        for zygote in [zygote for zygote in self._retired if not zygote.runs]:
            self._retired.remove(zygote)
            self._bury(zygote)
        if self._draining:
            return
        if self._settings.base not in self._zygotes and self._fits(self._settings.base):
            self._start(self._settings.base)
        self._schedule()

    def close(self) -> None:
        for zygote in self._everyone():
            for run in list(zygote.runs.values()):
                self._finish(zygote, run)
            self._bury(zygote)

    # Scheduling.

    def _schedule(self) -> None:
        while self._free_slots:
            waiting = self._turns.take(self._can_run)
            if waiting is None:
                return
            zygote = self._zygotes[self._key_of(waiting)]
            run = Run(waiting, self._free_slots.pop())
            self._last_number += 1
            try:
                zygote.fork(self._last_number, run)
            except ZygoteFault as fault:
                self._free_slots.append(run.slot)
                run.close()
                self._lose(zygote, str(fault))
                self._again(waiting, fault)
                continue
            for source, react in self._ears(run):
                self._selector.register(source, selectors.EVENT_READ, react)

    def _can_run(self, waiting: Waiting) -> bool:
        """Whether its zygote is ready; one that is missing is started if there is room or an idle one makes room."""
        key = self._key_of(waiting)
        zygote = self._zygotes.get(key)
        if zygote is None:
            if self._fits(key) or self._make_room(key):
                self._start(key)
            return False
        return zygote.ready is not None

    def _fits(self, key: Key) -> bool:
        """Whether the budget has room for one more; the only one always has."""
        held = sum(self._settings.runtimes[each.runtime].zygote_mib for each in self._zygotes)
        return not held or held + self._settings.runtimes[key.runtime].zygote_mib <= self._settings.memory_mib

    def _make_room(self, key: Key) -> bool:
        idle = [zygote for zygote in self._zygotes.values() if zygote.ready is not None and not zygote.runs]
        for zygote in sorted(idle, key=lambda each: (each.key == self._settings.base, each.used)):
            self._retire(zygote)
            if self._fits(key):
                return True
        return False

    # Zygotes.

    def _start(self, key: Key) -> None:
        """Start a zygote, unless the last ones failed so often that it is not its time yet."""
        if time.monotonic() < self._not_before.get(key, 0.0):
            return
        name = key.runtime
        try:
            process, control = self._launch(
                self._settings.interpreters[name],
                self._settings.runtimes[name],
                key,
                uid_base=self._settings.uid_base,
                weights=self._settings.weights,
            )
        except OSError as error:
            self._cannot_be_had(key, ZygoteFault(f"zygote {name} cannot be started: {error.strerror}"))
            return
        zygote = self._zygotes[key] = Zygote(key, process, control)
        self._selector.register(control, selectors.EVENT_READ, lambda: self._hear(zygote))

    def _hear(self, zygote: Zygote) -> None:
        while True:
            try:
                received = zygote.receive()
            except BlockingIOError:
                return
            if received is None:
                self._lose(zygote, zygote.failure or "it died")
                return
            message, descriptors = received
            self._heed(zygote, message, descriptors)
            if zygote not in self._everyone():
                return

    def _heed(self, zygote: Zygote, message: dict[str, Any], descriptors: list[int]) -> None:
        if "ready" in message:
            self._admit(zygote, message["ready"])
        elif "failed" in message:
            zygote.failure = message["failed"]
            zygote.final = message["final"]
        elif "forked" in message:
            zygote.runs[message["forked"]].forked(message["pid"], descriptors[0])
        elif "exited" in message:
            self._reaped(zygote, message)

    def _admit(self, zygote: Zygote, ready: dict[str, Any]) -> None:
        """Let it take runs, if its jail is the one that was examined and its versions those that are announced."""
        if differing := _differing(ready["versions"], self._settings.versions[zygote.key.runtime]):
            self._lose(zygote, f"it has {differing}: what is installed has changed, start the runner again")
            return
        layers = tuple(ready["layers"])
        if not self.layers:
            self.layers, self.notes = layers, tuple(ready["notes"])
        elif layers != self.layers:
            missing = ", ".join(sorted(set(self.layers) ^ set(layers)))
            self._lose(zygote, f"its jail is not the one that was examined ({missing})")
            return
        zygote.ready = ready
        zygote.used = time.monotonic()
        self._failures.pop(zygote.key, None)

    def _retire(self, zygote: Zygote) -> None:
        """Give it no more runs; ``tend`` ends it after its last one."""
        if self._zygotes.get(zygote.key) is zygote:
            del self._zygotes[zygote.key]
            self._retired.append(zygote)

    def _lose(self, zygote: Zygote, reason: str) -> None:
        """A zygote is gone or useless: fail over its runs, and the jobs that waited for it if it cannot be had."""
        self._zygotes.pop(zygote.key, None) if self._zygotes.get(zygote.key) is zygote else self._retired.remove(zygote)
        self._bury(zygote)
        fault = ZygoteFault(f"zygote {zygote.key.runtime}/{zygote.key.hash_seed}: {reason}")
        for run in list(zygote.runs.values()):
            self._finish(zygote, run)
            if not run.cancelled:
                self._again(run.waiting, fault)
        if zygote.ready is None:
            self._cannot_be_had(zygote.key, JailFault(reason) if zygote.final else fault)

    def _cannot_be_had(self, key: Key, fault: RunnerError) -> None:
        """Answer the jobs that wait for such a zygote, and let more and more time pass before the next try."""
        self._failures[key] = self._failures.get(key, 0) + 1
        self._not_before[key] = time.monotonic() + min(2.0 ** self._failures[key] / 4, LONGEST_PAUSE_S)
        while (waiting := self._turns.take(lambda each: self._key_of(each) == key)) is not None:
            waiting.answer(fault)

    def _bury(self, zygote: Zygote) -> None:
        self._selector.unregister(zygote.control)
        zygote.end()

    def _again(self, waiting: Waiting, fault: RunnerError) -> None:
        waiting.tries += 1
        if waiting.tries < MAX_TRIES:
            self._turns.add(waiting, first=True)
        else:
            waiting.answer(fault)

    # Runs.

    def _reaped(self, zygote: Zygote, message: dict[str, Any]) -> None:
        run = zygote.runs[message["exited"]]
        ending = run.ending(message["status"], message["cpu_ms"], message["peak_kib"])
        waiting = run.waiting
        result: Result | None = None
        if run.cancelled:
            pass
        elif not run.entered:
            self._again(waiting, JailFault(f"the child never entered its jail: {run.last_line()}"))
        elif ending.killed_by_a_stranger and waiting.tries + 1 < MAX_TRIES:
            self._again(waiting, ZygoteFault("a run was killed, and not by us"))
            self._retire(zygote)
        else:
            result = run.result(ending)
        self._finish(zygote, run)
        if result is not None:
            waiting.answer(result)

    def _finish(self, zygote: Zygote, run: Run) -> None:
        """Let go of a run's descriptors and its slot."""
        for number, other in list(zygote.runs.items()):
            if other is run:
                del zygote.runs[number]
        for source, _ in self._ears(run):
            self._forget(source)
        run.close()
        self._free_slots.append(run.slot)
        zygote.used = time.monotonic()

    def _ears(self, run: Run) -> list[tuple[int, Callable[[], None]]]:
        """What is to be listened to while a run lasts."""
        ears: list[tuple[int, Callable[[], None]]] = [
            (stream.descriptor, lambda stream=stream: self._read(stream))  # type: ignore[misc]
            for stream in (run.out, run.err, run.report)
        ]
        ears.append((run.channel.fileno(), lambda: self._read_channel(run)))
        if run.notices is not None and run.notices.descriptor >= 0:
            ears.append((run.notices.descriptor, lambda: self._notice(run)))
        return ears

    def _read(self, stream: Any) -> None:
        stream.read_some()
        if stream.ended:
            self._forget(stream.descriptor)

    def _read_channel(self, run: Run) -> None:
        had = run.notices
        run.read_channel()
        if run.notices is not None and had is None:
            self._selector.register(run.notices.descriptor, selectors.EVENT_READ, lambda: self._notice(run))
        if not run.channel_open:
            self._forget(run.channel.fileno())

    def _notice(self, run: Run) -> None:
        if run.notices is not None and not run.notices.answer():
            self._forget(run.notices.descriptor)
            run.notices.close()

    def _forget(self, source: int) -> None:
        if source in self._selector.get_map():
            self._selector.unregister(source)

    def _everyone(self) -> list[Zygote]:
        return [*self._zygotes.values(), *self._retired]

    def _runs(self) -> list[Run]:
        return [run for zygote in self._everyone() for run in zygote.runs.values()]

    def _key_of(self, waiting: Waiting) -> Key:
        program, variant = waiting.job.program, waiting.job.variant
        plain = variant.capability == "default" and bool(self._settings.runtimes[program.runtime].plain_processor)
        return Key(program.runtime, variant.hash_seed, plain, program.device)


def _differing(found: Mapping[str, str], announced: Mapping[str, str]) -> str:
    """What differs between two sets of versions, in words; empty where they agree."""
    return ", ".join(
        f"{name} {found.get(name, 'not at all')} instead of {announced.get(name, 'none')}"
        for name in sorted({*found, *announced})
        if found.get(name) != announced.get(name)
    )
