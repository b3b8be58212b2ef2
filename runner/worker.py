"""The runner's Celery worker: takes requests from its queue, has the supervisor run them, sends reports and heartbeats.

It holds no state. A request is acknowledged after its report was sent, so that a worker that dies in between costs
nothing but time; where the broker forgets a taken message, the run's lease on the web side brings it back.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any, Final

from celery import Celery
from kombu.exceptions import KombuError

from runner.broker import connection_settings
from runner.config import Config
from runner.errors import MessageInvalid, SupervisorUnavailable
from runner.execute import execute
from runner.protocol import (
    EXECUTE_TASK,
    RECORD_HEARTBEAT_TASK,
    RECORD_REPORT_TASK,
    REPORTS_QUEUE,
    Device,
    Environment,
    Heartbeat,
    RunReport,
    RunRequest,
    queue_for,
    queue_in,
)
from runner.sandbox.client import Client, wait_until_ready
from runner.sandbox.messages import HostState

logger = logging.getLogger(__name__)

UNFIT_HEARTBEAT_S: Final = 1.0
"""How often a host that takes no work says so: a start waits for the news that it is fit."""
PAUSES_S: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Between the tries to send a report."""
RESTART_S: Final = 20.0
"""How long a request waits for a supervisor that is being started again, before that becomes a fault."""


def make_app(config: Config) -> Celery:
    """The application of one worker: it knows one task and sends two."""
    app = Celery("runner", set_as_current=False)
    app.conf.update(
        connection_settings(config.require_broker()),
        task_acks_late=True,
        task_default_queue=queue_for(config.devices[0]),
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        enable_utc=True,
    )

    def take_request(data: Any) -> None:
        """Run one request and send its report; what is no request is logged and dropped."""
        try:
            request = RunRequest.from_dict(data)
        except MessageInvalid as error:
            logger.warning("request dropped: %s", error)
            return
        _wait_for_supervisor(config)
        report = execute(request, config.socket, host=config.name)
        _send_report(app, report)

    app.task(take_request, name=EXECUTE_TASK, ignore_result=True, acks_late=True)
    return app


def _send_report(app: Celery, report: RunReport) -> None:
    """Send a report, again and again while the broker's disk is full or the broker is away, then give up.

    Giving up costs the run one attempt of its lease and nothing else.
    """
    for pause_s in (*PAUSES_S, None):
        try:
            app.send_task(RECORD_REPORT_TASK, args=[report.to_dict()], queue=REPORTS_QUEUE, ignore_result=True)
        except (KombuError, OSError) as error:
            logger.warning("report of run %s not sent: %s", report.run_id, error)
            if pause_s is None:
                raise
            time.sleep(pause_s)
        else:
            return


class Heartbeats(threading.Thread):
    """Says every interval what this host is worth, until ``stop``."""

    def __init__(self, app: Celery, config: Config, instance: str) -> None:
        super().__init__(name="heartbeats", daemon=True)
        self._app = app
        self._config = config
        self._instance = instance
        self._stopped = threading.Event()

    def run(self) -> None:
        failing = False
        while True:
            fit = False
            try:
                beats = heartbeats(self._config, self._instance)
                fit = all(beat.selftest_passed for beat in beats)
                for beat in beats:
                    self._app.send_task(
                        RECORD_HEARTBEAT_TASK,
                        args=[beat.to_dict()],
                        queue=REPORTS_QUEUE,
                        ignore_result=True,
                        retry=False,
                    )
            except (KombuError, OSError) as error:
                if not failing:
                    logger.warning("no heartbeat sent: %s", error)
                failing = True
            else:
                failing = False
            longest = self._config.heartbeat_s if fit else UNFIT_HEARTBEAT_S
            if self._stopped.wait(min(longest, self._config.heartbeat_s)):
                return

    def stop(self) -> None:
        self._stopped.set()


def heartbeats(config: Config, instance: str = "") -> tuple[Heartbeat, ...]:
    """What this host can say of each of its devices now; without a supervisor, that it can run nothing."""
    try:
        state = _state(config)
    except SupervisorUnavailable as error:
        return tuple(_heartbeat(config, device, (), str(error), instance) for device in config.devices)
    return tuple(
        _heartbeat(
            config,
            device,
            tuple(each for each in state.environments if state.ready and each.device == device),
            state.selftest_detail,
            instance,
            passed=state.selftest_passed,
        )
        for device in config.devices
    )


def _heartbeat(
    config: Config,
    device: Device,
    environments: tuple[Environment, ...],
    detail: str,
    instance: str,
    *,
    passed: bool = False,
) -> Heartbeat:
    """A device on which no runtime can run has failed, whatever holds for others."""
    if passed and not environments:
        passed, detail = False, f"device {device!r} is not available"
    return Heartbeat(
        host=config.name,
        queue=queue_for(device),
        slots=config.slots,
        environments=environments,
        selftest_passed=passed,
        selftest_detail=detail[:2000],
        interval_s=config.heartbeat_s,
        instance=instance,
    )


def serve(config: Config) -> int:
    """Work until SIGTERM, which lets what runs finish; returns the exit status."""
    app = make_app(config)
    heartbeats = Heartbeats(app, config, uuid.uuid4().hex)
    heartbeats.start()
    state = _wait_until_fit(config, wait=threading.Event().wait)
    try:
        app.worker_main(
            [
                "worker",
                "--pool=threads",
                f"--concurrency={config.slots}",
                f"--queues={','.join(_queues(state, config.devices))}",
                f"--hostname=runner-{config.name}@%h",
                "--without-gossip",
                "--without-mingle",
                "--without-heartbeat",
                "--loglevel=INFO",
            ]
        )
    finally:
        heartbeats.stop()
    return 0


def _queues(state: HostState, devices: Sequence[Device]) -> tuple[str, ...]:
    """Where this host's work comes from: what any runner may do, and what has to be done in its environments."""
    there = [each for each in state.environments if each.device in devices]
    return (*map(queue_for, devices), *(queue_in(queue_for(each.device), each.digest) for each in there))


def _wait_until_fit(config: Config, wait: Callable[[float], object]) -> HostState:
    """The supervisor's state once its self-test has passed; until then no request is taken."""
    said = ""
    while True:
        try:
            state = _state(config)
            if state.selftest_passed:
                return state
            problem = state.selftest_detail
        except SupervisorUnavailable as error:
            problem = str(error)
        if problem != said:
            logger.warning("taking no work: %s", problem)
            said = problem
        wait(0.2)


def _wait_for_supervisor(config: Config) -> None:
    try:
        wait_until_ready(config.socket, RESTART_S)
    except SupervisorUnavailable as error:
        logger.warning("%s", error)  # the run that follows turns it into a fault


def _state(config: Config) -> HostState:
    with Client(config.socket) as client:
        return client.state()
