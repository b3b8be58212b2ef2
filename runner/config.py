"""The runner's configuration: read once from the environment, loud on nonsense, complete on a bare machine."""

from __future__ import annotations

import dataclasses
import os
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, get_args

from runner.errors import ConfigurationError
from runner.protocol import Device
from runner.runtimes import declaration
from runner.runtimes.declaration import Runtime

_UID_RANGE: Final = (1000, 2**31 - 1)


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a supervisor or a worker can be told."""

    name: str
    """How this host calls itself in reports."""
    socket: Path
    slots: int
    """Runs at the same time."""
    runtimes: tuple[str, ...]
    """Names of the runtimes to offer, the base runtime first."""
    devices: tuple[Device, ...]
    """What programs may run on here; the processor alone unless told otherwise."""
    broker_url: str
    heartbeat_s: float
    idle_s: float
    """After so long without work a zygote other than the base one ends."""
    memory_mib: int
    """Memory that zygotes may hold together; over it variants run one after another."""
    weights: Path
    """Folder of pre-trained weights that snippets may read; it need not exist."""
    uid_base: int
    """First of the user ids that runs get where the supervisor may change users."""
    venvs: Mapping[str, str] = field(default_factory=dict)
    """By name of the runtime, the virtual environment it runs in instead of the declared one."""

    def require_broker(self) -> str:
        if not self.broker_url:
            raise ConfigurationError("RUNNER_BROKER_URL is not set: a worker has to know its broker")
        return self.broker_url

    def offered(self) -> dict[str, Runtime]:
        """The runtimes to offer by name, each in the virtual environment it runs in here."""
        known = in_their_venvs(self.venvs)
        return {name: known[name] for name in self.runtimes}


def from_environment(environment: Mapping[str, str]) -> Config:
    """Read ``RUNNER_*``; raises ``ConfigurationError`` that names the variable and what it may be."""
    unknown = sorted(name for name in environment if name.startswith("RUNNER_") and name not in _KNOWN)
    if unknown:
        raise ConfigurationError(f"unknown setting {unknown[0]}; known are {', '.join(_KNOWN)}")
    cores = len(os.sched_getaffinity(0))
    venvs = _venvs(environment.get("RUNNER_VENVS", ""))
    return Config(
        name=_name(environment.get("RUNNER_NAME") or socket.gethostname()),
        socket=_short(_absolute(environment, "RUNNER_SOCKET", default_socket())),
        slots=_whole(environment, "RUNNER_SLOTS", cores, 1, 256),
        runtimes=_runtimes(environment.get("RUNNER_RUNTIMES", ""), venvs),
        devices=_devices(environment.get("RUNNER_DEVICES", "cpu")),
        broker_url=environment.get("RUNNER_BROKER_URL", ""),
        heartbeat_s=_seconds(environment, "RUNNER_HEARTBEAT_S", 5.0),
        idle_s=_seconds(environment, "RUNNER_IDLE_S", 60.0),
        memory_mib=_whole(environment, "RUNNER_MEMORY_MIB", _memory_budget(), 16, 1 << 20),
        weights=_absolute(environment, "RUNNER_WEIGHTS", default_weights()),
        uid_base=_whole(environment, "RUNNER_UID_BASE", 60000, *_UID_RANGE),
        venvs=venvs,
    )


def default_socket() -> Path:
    """Where a supervisor of this user listens unless told otherwise."""
    folder = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    return Path(folder) / f"quizapp-runner-{os.geteuid()}" / "supervisor.sock"


def default_weights() -> Path:
    """Where this user's pre-trained weights lie unless told otherwise."""
    folder = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(folder) / "quizapp-runner" / "weights"


def installed_runtimes(venvs: Mapping[str, str]) -> tuple[str, ...]:
    """Runtimes whose distributions their interpreters have, those with most of them first."""
    found = [runtime for runtime in in_their_venvs(venvs).values() if not runtime.missing()]
    return tuple(runtime.name for runtime in sorted(found, key=lambda each: (-len(each.distributions), each.name)))


_KNOWN: Final = (
    "RUNNER_BROKER_URL",
    "RUNNER_DEVICES",
    "RUNNER_HEARTBEAT_S",
    "RUNNER_IDLE_S",
    "RUNNER_MEMORY_MIB",
    "RUNNER_NAME",
    "RUNNER_RUNTIMES",
    "RUNNER_SLOTS",
    "RUNNER_SOCKET",
    "RUNNER_UID_BASE",
    "RUNNER_VENVS",
    "RUNNER_WEIGHTS",
)


def _name(text: str) -> str:
    if not text.isprintable() or not 0 < len(text) <= 100:
        raise ConfigurationError(f"RUNNER_NAME is {text!r}: up to 100 printable characters are allowed")
    return text


def _absolute(environment: Mapping[str, str], name: str, default: Path) -> Path:
    path = Path(environment.get(name) or default)
    if not path.is_absolute():
        raise ConfigurationError(f"{name} is {str(path)!r}: an absolute path is needed")
    return path


def _short(path: Path) -> Path:
    if len(os.fsencode(path)) > 100:
        raise ConfigurationError(f"RUNNER_SOCKET is {str(path)!r}: a socket's path has at most 100 bytes")
    return path


def _memory_budget() -> int:
    """A quarter of the machine, and enough for one framework with all its variants."""
    return max(1600, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // (4 * 1024 * 1024))


def in_their_venvs(venvs: Mapping[str, str]) -> dict[str, Runtime]:
    """Every declared runtime by name, each in the virtual environment it runs in here."""
    return {
        name: dataclasses.replace(runtime, venv=venvs.get(name, runtime.venv))
        for name, runtime in declaration.declared().items()
    }


def _venvs(text: str) -> dict[str, str]:
    """``python=.venv-numpy-1.26.4,pytorch=/srv/torch``: runtimes and folders of virtual environments."""
    known = declaration.declared()
    found = {}
    for entry in (part.strip() for part in text.split(",") if part.strip()):
        name, _, folder = (part.strip() for part in entry.partition("="))
        if name not in known or not folder:
            raise ConfigurationError(
                f"RUNNER_VENVS has {entry!r}: RUNTIME=FOLDER is needed, RUNTIME one of {', '.join(sorted(known))}"
            )
        interpreter = dataclasses.replace(known[name], venv=folder).interpreter
        if interpreter is None or not interpreter.exists():
            raise ConfigurationError(f"RUNNER_VENVS names {folder!r} for {name}, and there is no {interpreter}")
        found[name] = folder
    return found


def _runtimes(text: str, venvs: Mapping[str, str]) -> tuple[str, ...]:
    wanted = tuple(name.strip() for name in text.split(",") if name.strip())
    if not wanted:
        return installed_runtimes(venvs)
    known = in_their_venvs(venvs)
    for name in wanted:
        if name not in known:
            raise ConfigurationError(f"RUNNER_RUNTIMES names {name!r}; declared are {', '.join(sorted(known))}")
        if missing := known[name].missing():
            raise ConfigurationError(f"RUNNER_RUNTIMES names {name!r}, but {', '.join(missing)} is not installed")
    return wanted


def _devices(text: str) -> tuple[Device, ...]:
    wanted = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    found = tuple(device for device in get_args(Device) if device in wanted)
    if not wanted or len(found) != len(wanted):
        raise ConfigurationError(f"RUNNER_DEVICES is {text!r}: {', '.join(get_args(Device))} are known")
    return found


def _whole(environment: Mapping[str, str], name: str, default: int, lowest: int, highest: int) -> int:
    text = environment.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
        raise ConfigurationError(f"{name} is {text!r}: a whole number from {lowest} to {highest} is needed")
    return int(text)


def _seconds(environment: Mapping[str, str], name: str, default: float) -> float:
    text = environment.get(name, "")
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.1 <= value <= 3600:
        raise ConfigurationError(f"{name} is {text!r}: seconds from 0.1 to 3600 are needed")
    return value
