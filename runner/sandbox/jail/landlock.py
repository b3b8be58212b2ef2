"""Landlock: which files a snippet may read or write, and that it may not connect, bind or signal outside."""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable
from typing import Final

from runner.sandbox.jail import kernel

OLDEST_ABI: Final = 4
"""Files, truncation and TCP; older kernels leave holes that this jail promises are closed."""

_CREATE_VERSION: Final = 1
_RULE_PATH_BENEATH: Final = 1

_WRITE_FILE: Final = 1 << 1
_READ_FILE: Final = 1 << 2
_READ_DIR: Final = 1 << 3
_TRUNCATE: Final = 1 << 14
_CONTROL_DEVICE: Final = 1 << 15
_FILE_RIGHTS: Final = _READ_FILE | _WRITE_FILE | _TRUNCATE | _CONTROL_DEVICE
READ: Final = _READ_FILE | _READ_DIR
DRIVER: Final = READ | _WRITE_FILE | _CONTROL_DEVICE
# Regular files and folders only: no devices, sockets or pipes with a name, and nothing is executed.
SCRATCH: Final = READ | _WRITE_FILE | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 12 | 1 << 13 | _TRUNCATE

_NET_BIND_AND_CONNECT: Final = 0b11
_SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS: Final = 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def abi() -> int:
    """Version of Landlock in this kernel; 0 where there is none or it is switched off."""
    try:
        return kernel.syscall("landlock_create_ruleset", None, 0, _CREATE_VERSION)
    except OSError:
        return 0


def build_ruleset(readable: Iterable[str], scratch: Iterable[str], driver: Iterable[str] = ()) -> int:
    """A ruleset descriptor that denies everything but reading ``readable`` and using ``scratch`` and ``driver``.

    Built before privileges drop, while every path can still be opened. A path that does not exist is left out;
    any other failure is raised, so that nothing ever runs under half a ruleset.
    """
    version = abi()
    rights = _handled(version)
    sizes = {4: 16, 5: 16}
    attributes = _Ruleset(
        fs=rights,
        net=_NET_BIND_AND_CONNECT,
        scoped=_SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS if version >= 6 else 0,
    )
    ruleset = kernel.syscall("landlock_create_ruleset", attributes, sizes.get(version, ctypes.sizeof(attributes)), 0)
    for paths, allowed in ((readable, READ), (scratch, SCRATCH), (driver, DRIVER)):
        for path in paths:
            _allow(ruleset, path, allowed & rights)
    return ruleset


def enforce(ruleset: int) -> None:
    """Put this thread and everything it starts under ``ruleset``, and close it: a child must not widen it."""
    kernel.syscall("landlock_restrict_self", ruleset, 0)
    os.close(ruleset)


def _handled(version: int) -> int:
    if version < OLDEST_ABI:
        raise OSError(f"Landlock ABI {version} is too old, {OLDEST_ABI} is needed")
    return (1 << 16) - 1 if version >= 5 else (1 << 15) - 1


def _allow(ruleset: int, path: str, allowed: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(parent).st_mode):
            allowed &= _FILE_RIGHTS
        rule = _PathBeneath(allowed=allowed, parent=parent)
        kernel.syscall("landlock_add_rule", ruleset, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(parent)
