"""The supervisor: one thread and one loop that takes jobs from clients, has them run, and answers.

It never looks into a source, opens a path that a child could choose, or believes what a child says. Nothing of
anybody's runs before the jail has withstood the self-test, and nothing ever does if it has not.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import socket
import time
from collections.abc import Callable
from typing import Any, Final

from runner.config import Config
from runner.errors import ConfigurationError, JailFault, RunnerError, UnknownDevice, UnknownRuntime
from runner.protocol import PROVER, Device, Environment, Limits, Outcome, Program
from runner.sandbox import selftest
from runner.sandbox.connections import Connection, listen
from runner.sandbox.interpreters import interpreter_of
from runner.sandbox.jail.lanes import driver_versions, lane_of
from runner.sandbox.launch import start_zygote
from runner.sandbox.messages import Answer, HostState, Job, fault_of
from runner.sandbox.pool import Launch, Pool, PoolSettings
from runner.sandbox.run import Result, Waiting
from runner.sandbox.users import UidRange
from runner.sandbox.zygotes import Key

ALIVE_EVERY_S: Final = 5.0
"""A client with open jobs hears something at least this often, so that it can tell slow from gone."""
EXAMINED_EVERY_S: Final = 30.0
"""While the self-test fails."""
NOT_SEEN: Final = ["it was not looked at while it ran"]
SHORTEST_LINGER_S: Final = 0.05
LONGEST_LINGER_S: Final = 3.2
SELFTEST_LIMITS: Final = Limits(wall_s=20.0, cpu_s=10, memory_mib=256)
OURSELVES: Final = 0
"""The owner of the supervisor's own jobs."""


class Supervisor:
    """Listens from construction on; ``serve`` runs it until ``stop``, SIGTERM or SIGINT."""

    def __init__(self, config: Config, launch: Launch = start_zygote) -> None:
        if not config.runtimes:
            raise ConfigurationError("no runtime is installed")
        self._config = config
        self._runtimes = config.offered()
        self._selector = selectors.DefaultSelector()
        self._listener = listen(config.socket)
        self._uids = UidRange(config.uid_base, config.slots)
        base = Key(config.runtimes[0])
        interpreters = {name: interpreter_of(runtime) for name, runtime in self._runtimes.items()}
        # Read once: what is installed over them later is not what the zygotes that run now have imported.
        self._versions = {
            name: {"python": interpreters[name].version} | runtime.versions()
            for name, runtime in self._runtimes.items()
        }
        settings = PoolSettings(
            interpreters=interpreters,
            versions=self._versions,
            runtimes=self._runtimes,
            base=base,
            slots=config.slots,
            memory_mib=config.memory_mib,
            idle_s=config.idle_s,
            uid_base=self._uids.base,
            weights=str(config.weights) if config.weights.is_dir() else "",
        )
        self._base = base.runtime
        self._pool = Pool(settings, self._selector, launch)
        self._connections: dict[int, Connection] = {}
        self._last_number = OURSELVES
        self._capabilities: dict[str, str] = {}
        self._unfit = {
            (name, device): self._why_not(name, device) for device in config.devices for name in config.runtimes
        }
        self._unexamined: list[tuple[str, Device]] = []
        self._held_back: list[Waiting] = []
        self._findings: list[str] | None = None
        self._seen_from_outside = NOT_SEEN
        self._linger_s = 0.0
        self._next_examination = 0.0
        self._examination_ms = 0.0
        self._stopping = False

    def serve(self, lifeline: int | None = None) -> None:
        """Run until stopped or what ``lifeline`` reads from ends; then every zygote is gone and the socket removed."""
        reader, writer = socket.socketpair()
        for end in (reader, writer):
            end.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._selector.register(reader, selectors.EVENT_READ, lambda: reader.recv(64))
        if lifeline is not None:
            self._selector.register(lifeline, selectors.EVENT_READ, lambda: self._feel(lifeline))
        previous_wakeup = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        previous = {number: signal.signal(number, lambda *_: self.stop()) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            self._examine()
            while not (self._stopping and self._pool.running == 0):
                self._pool.tend(time.monotonic())
                for key, _ in self._selector.select(self._pool.patience()):
                    current = self._selector.get_map().get(key.fd)
                    if current is not None and current.data == key.data:  # not closed by an earlier event of this round
                        key.data()
                self._keep_clients_informed(time.monotonic())
                self._examine_again(time.monotonic())
        finally:
            signal.set_wakeup_fd(previous_wakeup)
            for number, handler in previous.items():
                signal.signal(number, handler)
            self._pool.close()
            for connection in list(self._connections.values()):
                connection.close()
            self._config.socket.unlink(missing_ok=True)
            for source in (self._listener, reader, writer, self._selector, self._uids):
                source.close()

    def stop(self) -> None:
        """Take no more jobs; ``serve`` returns once the running ones have ended."""
        self._stopping = True
        self._pool.drain()

    def _feel(self, lifeline: int) -> None:
        if not os.read(lifeline, 64):
            self._selector.unregister(lifeline)
            self.stop()

    # Clients.

    def _accept(self) -> None:
        try:
            peer, _ = self._listener.accept()
        except BlockingIOError:
            return
        self._last_number += 1
        number = self._last_number
        self._connections[number] = Connection(number, peer, self._selector, self._receive, self._gone)

    def _gone(self, connection: Connection) -> None:
        del self._connections[connection.number]
        self._pool.cancel(connection.number)
        self._held_back = [waiting for waiting in self._held_back if waiting.owner != connection.number]

    def _keep_clients_informed(self, now: float) -> None:
        for connection in list(self._connections.values()):
            if connection.open_jobs and now - connection.spoken >= ALIVE_EVERY_S:
                connection.send({"op": "alive"})

    def _receive(self, connection: Connection, message: dict[str, Any]) -> None:
        if message == {"op": "state"}:
            connection.send(self._state().to_dict())
            return
        job = Job.from_dict(message)
        connection.open_jobs += 1
        answer = self._answerer(connection, job)
        try:
            self._refuse(job)
        except RunnerError as refusal:
            answer(refusal)
            return
        waiting = Waiting(job, answer, connection.number)
        if self._findings is None:
            self._held_back.append(waiting)
        else:
            self._pool.submit(waiting)

    def _refuse(self, job: Job) -> None:
        if self._stopping:
            raise JailFault("the supervisor is stopping")
        if self._findings:
            raise JailFault(f"the self-test failed: {self._findings[0]}")
        if job.program.runtime not in self._runtimes:
            raise UnknownRuntime(f"runtime {job.program.runtime!r} is not installed; {', '.join(self._runtimes)} are")
        unfit = self._unfit.get((job.program.runtime, job.program.device), "this host does not offer it")
        if unfit:
            raise UnknownDevice(f"device {job.program.device!r} is not available: {unfit}")

    def _answerer(self, connection: Connection, job: Job) -> Callable[[Result | RunnerError], None]:
        def answer(result: Result | RunnerError) -> None:
            connection.open_jobs -= 1
            known = (job.program.runtime, job.program.device) in self._unfit
            environment = self._environment(job.program.runtime, job.program.device) if known else None
            if isinstance(result, RunnerError):
                fault = fault_of(result)
                reply = Answer(id=job.id, fault=fault, environment=environment, jail=self._pool.layers)
            else:
                reply = Answer(
                    id=job.id,
                    execution=result.execution,
                    traced=result.traced,
                    environment=environment,
                    jail=self._pool.layers,
                )
            connection.send(reply.to_dict())

        return answer

    # What this host is.

    def _state(self) -> HostState:
        findings = self._findings
        return HostState(
            ready=findings is not None,
            selftest_passed=findings == [],
            selftest_ms=self._examination_ms,
            selftest_detail="still running" if findings is None else "; ".join(findings)[:2000],
            slots=self._config.slots,
            environments=tuple(self._environment(*each) for each, unfit in self._unfit.items() if not unfit),
            layers=self._pool.layers,
            notes=(
                *self._pool.notes,
                *(f"{name} not on {device}: {unfit}" for (name, device), unfit in self._unfit.items() if unfit),
            ),
            zygotes=tuple(self._pool.zygotes),
            running=self._pool.running,
            waiting=self._pool.waiting + len(self._held_back),
        )

    def _why_not(self, name: str, device: Device) -> str:
        lane = lane_of(device)
        return "this host has no such device" if lane is None else self._runtimes[name].lacks_for(device)

    def _environment(self, name: str, device: Device) -> Environment:
        return Environment(
            runtime=name,
            device=device,
            versions=self._versions[name] | (driver_versions() if device == "cuda" else {}),
            cpu_capability=self._capabilities.get(name, ""),
            prover=PROVER,
            machine=os.uname().machine,
        )

    def _examine(self) -> None:
        self._attack(self._base, "cpu", self._examined)

    def _attack(self, runtime: str, device: Device, answer: Callable[[Result | RunnerError], None]) -> None:
        """Attack our own jail, through the same door as everybody."""
        self._seen_from_outside = NOT_SEEN
        program = Program(source=selftest.attacks(self._linger_s), runtime=runtime, device=device)
        waiting = Waiting(Job(id=0, program=program, limits=SELFTEST_LIMITS), answer, OURSELVES)
        waiting.entered = self._look
        self._pool.submit(waiting)

    def _examine_again(self, now: float) -> None:
        """What made the self-test fail may have passed, such as a lack of memory."""
        if self._findings and now >= self._next_examination:
            self._next_examination = now + EXAMINED_EVERY_S
            self._pool.start_afresh()
            self._examine()

    def _look(self, pid: int) -> None:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # over already: it stays unseen
            self._seen_from_outside = selftest.seen_from_outside(pid)

    def _was_missed(self) -> bool:
        """Whether the child was gone before it could be looked at; the next one stays longer."""
        missed = self._seen_from_outside == NOT_SEEN and self._linger_s < LONGEST_LINGER_S
        if missed:
            self._linger_s = max(SHORTEST_LINGER_S, 4 * self._linger_s)
        return missed

    def _examined(self, result: Result | RunnerError) -> None:
        if isinstance(result, RunnerError):
            self._open([str(result)])
            return
        if self._was_missed():
            self._examine()
            return
        self._examination_ms = result.execution.wall_ms
        findings = [*self._seen_from_outside, *selftest.failures(result.execution, self._pool.layers)]
        if findings:
            self._open(findings)
            return
        offered = {device: (name, device) for (name, device), unfit in self._unfit.items() if not unfit}
        self._unexamined = [each for device, each in offered.items() if device != "cpu"]
        capability = self._runtimes[self._base].capability
        if not capability:
            self._examine_lanes()
            return
        program = Program(source=capability, runtime=self._base)
        self._pool.submit(Waiting(Job(id=0, program=program), self._measured, OURSELVES))

    def _measured(self, result: Result | RunnerError) -> None:
        if isinstance(result, Result) and result.execution.outcome is Outcome.FINISHED:
            self._capabilities[self._base] = result.execution.stdout.strip()[:80]
        self._examine_lanes()

    def _examine_lanes(self) -> None:
        """Attack the jail of each further device as well; one that does not hold is not offered."""
        if not self._unexamined:
            self._open([])
            return
        name, device = self._unexamined.pop()
        self._attack(name, device, self._lane_examined(name, device))

    def _lane_examined(self, name: str, device: Device) -> Callable[[Result | RunnerError], None]:
        def examined(result: Result | RunnerError) -> None:
            if isinstance(result, RunnerError):
                findings = [str(result)]
            elif self._was_missed():
                self._attack(name, device, examined)
                return
            else:
                findings = [*self._seen_from_outside, *selftest.failures(result.execution, self._pool.layers)]
            for (each, other), unfit in list(self._unfit.items()):
                if findings and other == device and not unfit:
                    self._unfit[each, other] = f"its jail does not hold: {findings[0]}"[:500]
            self._examine_lanes()

        return examined

    def _open(self, findings: list[str]) -> None:
        """The self-test has ended: run what came in meanwhile, or refuse it."""
        self._findings = findings
        self._next_examination = time.monotonic() + EXAMINED_EVERY_S
        held_back, self._held_back = self._held_back, []
        for waiting in held_back:
            if findings:
                waiting.answer(JailFault(f"the self-test failed: {findings[0]}"))
            else:
                self._pool.submit(waiting)
