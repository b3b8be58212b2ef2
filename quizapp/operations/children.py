"""The processes an installation consists of, beside the parent that ticks the sweeper."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from quizapp.operations.child import ChildPlan
from runner.protocol import REPORTS_QUEUE

RUNNER_MAY_SEE: Final = frozenset(
    {
        "CUDA_VISIBLE_DEVICES",
        "HOME",
        "LANG",
        "LD_LIBRARY_PATH",
        "LOGNAME",
        "OMP_NUM_THREADS",
        "PATH",
        "RUNNER_HEARTBEAT_S",
        "RUNNER_IDLE_S",
        "RUNNER_NAME",
        "RUNNER_RUNTIMES",
        "RUNNER_SLOTS",
        "RUNNER_UID_BASE",
        "RUNNER_MEMORY_MIB",
        "RUNNER_VENVS",
        "RUNNER_WEIGHTS",
        "TMPDIR",
        "TZ",
        "USER",
        "VIRTUAL_ENV",
    }
)
"""What the runner's processes get of the environment, with ``LC_*``: no key, no database, and none of the
``RUNNER_*`` names that some CI systems set for themselves."""

RUNNER_WORKER: Final = "runner worker"
WEB_THREADS: Final = 8


@dataclass(frozen=True)
class Site:
    """Where this installation listens and where its processes meet."""

    host: str
    port: int
    broker_url: str
    socket: Path

    @property
    def bind(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """What a person types; printed as it was asked for."""
        return f"http://{self.bind}/"


def web(site: Site, environment: Mapping[str, str]) -> ChildPlan:
    command = [sys.executable, "-m", "gunicorn", "quizapp.wsgi", "--bind", site.bind]
    command += ["--workers", "1", "--worker-class", "gthread", "--threads", str(WEB_THREADS)]
    # Its default control socket would be shared by every gunicorn of the user.
    command += ["--no-control-socket", "--graceful-timeout", "5", "--log-level", "warning"]
    return ChildPlan("web", tuple(command), environment)


def reports_worker(environment: Mapping[str, str]) -> ChildPlan:
    command = [sys.executable, "-m", "celery", "-A", "quizapp", "worker", "-Q", REPORTS_QUEUE, "-P", "solo"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat", "-n", "reports@%h", "-l", "WARNING"]
    return ChildPlan("reports worker", tuple(command), environment)


def supervisor(site: Site, environment: Mapping[str, str]) -> ChildPlan:
    seen = _for_runner(environment) | {"RUNNER_SOCKET": str(site.socket)}
    return ChildPlan("supervisor", (sys.executable, "-m", "runner", "serve"), seen)


def runner_worker(site: Site, environment: Mapping[str, str]) -> ChildPlan:
    seen = _for_runner(environment) | {"RUNNER_SOCKET": str(site.socket), "RUNNER_BROKER_URL": site.broker_url}
    return ChildPlan(RUNNER_WORKER, (sys.executable, "-m", "runner", "worker"), seen)


def plans(site: Site, environment: Mapping[str, str], *, with_runner: bool) -> tuple[tuple[ChildPlan, ...], ...]:
    """What to start, in waves as they are stopped: the web first, so that nobody is let in while closing.

    The supervisor outlives its worker, which then can finish what it has begun.
    """
    if not with_runner:
        return ((web(site, environment),),)
    return (
        (web(site, environment),),
        (runner_worker(site, environment), reports_worker(environment)),
        (supervisor(site, environment),),
    )


def _for_runner(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name in RUNNER_MAY_SEE or name.startswith("LC_")}
