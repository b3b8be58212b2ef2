"""Shifts the clocks at the Python functions that read them; a kernel offers no way to do it below them.

Installed before a runtime is preloaded, so that libraries get the shifted functions too. The modules that wait for
threads keep the real clock: a time-out that came early would be an event of its own.
"""

from __future__ import annotations

import ctypes
import gc
import itertools
import os
import sys
import time
from collections.abc import Callable
from typing import Any, Final

from runner.inside import noticed

_BASE_S: Final = 1_700_000_000
"""Where frozen clocks start: a moment like any other."""
_WAITING: Final = tuple(
    os.path.join(os.path.dirname(os.__file__), name)
    for name in (
        "threading.py",
        "queue.py",
        "selectors.py",
        "subprocess.py",
        "asyncio",
        "concurrent",
        "multiprocessing",
    )
)
_REAL: Final = {name: getattr(time, name) for name in dir(time) if callable(getattr(time, name))}
_CLOCKS: Final = ("time", "monotonic", "perf_counter", "process_time", "thread_time")
_UNSHIFTED: Final = (
    ("resource", "getrusage"),
    ("os", "times"),
    ("time", "clock_gettime"),
    ("time", "clock_gettime_ns"),
)


class _Shift:
    def __init__(self) -> None:
        self.ahead_ns = 0
        self.step_ns = 0
        self.frozen = False
        self.readings = itertools.count(1)
        self.slept_ns = 0


_shift: Final = _Shift()


def shift(ahead_s: int, step_ms: int, *, frozen: bool) -> None:
    """Set all clocks ahead of the real ones, or start them from a fixed moment."""
    _shift.ahead_ns = ahead_s * 1_000_000_000
    _shift.step_ns = step_ms * 1_000_000
    _shift.frozen = frozen
    _shift.readings = itertools.count(1)


def install() -> None:
    """Put ourselves before every function of Python's that reads a clock."""
    for name in _CLOCKS:
        _replace(name, _seconds(name))
        _replace(f"{name}_ns", _nanoseconds(name))
    for name, seconds_at in (("localtime", 0), ("gmtime", 0), ("ctime", 0), ("asctime", 0), ("strftime", 1)):
        _replace(name, _defaulting(name, seconds_at))
    _replace("sleep", _sleep)
    for module, name in _UNSHIFTED:
        __import__(module)
        _report_readings(module, name)
    if "timeit" in sys.modules:
        sys.modules["timeit"].default_timer = time.perf_counter  # type: ignore[attr-defined]
    _install_datetime()


def _now_ns(name: str, caller: str) -> int:
    if caller.startswith(_WAITING):
        return int(_REAL[f"{name}_ns"]())
    if caller == noticed.SNIPPET or caller.endswith("timeit.py"):
        noticed.note(noticed.CLOCK)
    moved: int = _shift.ahead_ns + next(_shift.readings) * _shift.step_ns
    if _shift.frozen:
        return (_BASE_S if name == "time" else 1000) * 1_000_000_000 + moved + _shift.slept_ns
    return int(_REAL[f"{name}_ns"]()) + moved


def _seconds(name: str) -> Callable[[], float]:
    def read() -> float:
        return _now_ns(name, sys._getframe(1).f_code.co_filename) / 1e9

    return read


def _nanoseconds(name: str) -> Callable[[], int]:
    def read() -> int:
        return _now_ns(name, sys._getframe(1).f_code.co_filename)

    return read


def _defaulting(name: str, position: int) -> Callable[..., Any]:
    """``name`` with the shifted time where its caller gives none."""
    real = _REAL[name]

    def shifted(*arguments: Any) -> Any:
        if len(arguments) > position and arguments[position] is not None:
            return real(*arguments)
        now = _now_ns("time", sys._getframe(1).f_code.co_filename) / 1e9
        moment = _REAL["localtime"](now) if name in {"asctime", "strftime"} else now
        return real(*arguments[:position], moment)

    return shifted


def _sleep(seconds: float) -> None:
    _REAL["sleep"](seconds)
    _shift.slept_ns += int(seconds * 1e9)


def _replace(name: str, function: Callable[..., Any]) -> None:
    function.__name__ = function.__qualname__ = name
    function.__module__ = "time"
    setattr(time, name, function)


def _report_readings(module: str, name: str) -> None:
    real = getattr(sys.modules[module], name)

    def read(*arguments: Any) -> Any:
        if noticed.called_by_snippet():
            noticed.note(noticed.CLOCK, noticed.NATIVE_CLOCK)
        return real(*arguments)

    read.__name__ = read.__qualname__ = name
    setattr(sys.modules[module], name, read)


def _install_datetime() -> None:
    """``datetime.now`` reads the clock in C, and its class takes no new attributes but through its dictionary."""
    import datetime  # noqa: PLC0415 - only after the clocks it may take over are ours

    kind = datetime.datetime

    def now(cls: type[datetime.datetime], tz: datetime.tzinfo | None = None) -> datetime.datetime:
        return cls.fromtimestamp(_now_ns("time", sys._getframe(1).f_code.co_filename) / 1e9, tz)

    def utcnow(cls: type[datetime.datetime]) -> datetime.datetime:
        seconds = _now_ns("time", sys._getframe(1).f_code.co_filename) / 1e9
        return cls.fromtimestamp(seconds, datetime.UTC).replace(tzinfo=None)

    def today(cls: type[datetime.date]) -> datetime.date:
        return cls.fromtimestamp(_now_ns("time", sys._getframe(1).f_code.co_filename) / 1e9)

    for owner, function in ((kind, now), (kind, utcnow), (kind, today), (datetime.date, today)):
        (attributes,) = gc.get_referents(vars(owner))
        attributes[function.__name__] = classmethod(function)
        ctypes.pythonapi.PyType_Modified(ctypes.py_object(owner))
