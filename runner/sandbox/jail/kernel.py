"""System calls that Python does not offer, through ctypes; failure is an ``OSError``, read from the return value."""

from __future__ import annotations

import ctypes
import os
import platform
from typing import Any, Final

MACHINES: Final = ("x86_64",)
"""Architectures whose system call numbers this package knows."""

CLONE_NEWNS: Final = 0x00020000
CLONE_NEWUTS: Final = 0x04000000
CLONE_NEWIPC: Final = 0x08000000
CLONE_NEWUSER: Final = 0x10000000
CLONE_NEWNET: Final = 0x40000000

MS_RDONLY: Final = 0x1
MS_NOSUID: Final = 0x2
MS_NODEV: Final = 0x4
MS_NOEXEC: Final = 0x8
MS_REMOUNT: Final = 0x20
MS_BIND: Final = 0x1000
MS_REC: Final = 0x4000
MS_PRIVATE: Final = 0x40000
MNT_DETACH: Final = 0x2

PR_SET_PDEATHSIG: Final = 1
PR_SET_DUMPABLE: Final = 4
PR_SET_NO_NEW_PRIVS: Final = 38

_AT_RECURSIVE: Final = 0x8000
_MOUNT_ATTR_RDONLY: Final = 0x1
_MOUNT_ATTR_NOSUID: Final = 0x2
_MOUNT_ATTR_NODEV: Final = 0x4

NUMBERS: Final = {
    "capset": 126,
    "pivot_root": 155,
    "seccomp": 317,
    "close_range": 436,
    "mount_setattr": 442,
    "landlock_create_ruleset": 444,
    "landlock_add_rule": 445,
    "landlock_restrict_self": 446,
}

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


class _MountAttributes(ctypes.Structure):
    _fields_ = (
        ("attr_set", ctypes.c_uint64),
        ("attr_clr", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("userns_fd", ctypes.c_uint64),
    )


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


def supported_machine() -> bool:
    return platform.machine() in MACHINES


def syscall(name: str, *arguments: int | bytes | ctypes.Array[ctypes.c_char] | ctypes.Structure | None) -> int:
    """Call ``name``; structures are passed by address. The return value decides, never a stale errno."""
    converted: list[Any] = []
    for argument in arguments:
        if isinstance(argument, ctypes.Structure):
            converted.append(ctypes.c_void_p(ctypes.addressof(argument)))
        elif isinstance(argument, int):
            converted.append(ctypes.c_long(argument))
        else:
            converted.append(argument)
    return _checked(name, _libc.syscall(ctypes.c_long(NUMBERS[name]), *converted))


def prctl(option: int, value: int) -> None:
    zero = ctypes.c_ulong(0)
    _checked("prctl", _libc.prctl(option, ctypes.c_ulong(value), zero, zero, zero))


def unshare(flags: int) -> None:
    _checked("unshare", _libc.unshare(flags))


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    encoded = [text.encode() or None for text in (source, target, kind, options)]
    _checked(f"mount {target}", _libc.mount(encoded[0], encoded[1], encoded[2], ctypes.c_ulong(flags), encoded[3]))


def detach(target: str) -> None:
    _checked(f"umount {target}", _libc.umount2(target.encode(), MNT_DETACH))


def make_read_only(target: str, *, devices: bool = False) -> None:
    """Forbid writing and set-user-id below ``target``, submounts included; device files too unless ``devices``."""
    attributes = _MountAttributes(
        attr_set=_MOUNT_ATTR_RDONLY | _MOUNT_ATTR_NOSUID | (0 if devices else _MOUNT_ATTR_NODEV)
    )
    syscall("mount_setattr", -100, target.encode(), _AT_RECURSIVE, attributes, ctypes.sizeof(attributes))


def drop_capabilities() -> None:
    """Empty this thread's capability sets."""
    header = _CapabilityHeader(version=0x20080522, pid=0)
    syscall("capset", header, ctypes.create_string_buffer(24))


def collapse(address: int, length: int) -> None:
    """Gather ``length`` bytes from ``address`` on into huge pages."""
    madv_collapse = 25
    _checked("madvise", _libc.madvise(ctypes.c_void_p(address), ctypes.c_size_t(length), madv_collapse))


def close_from(first: int) -> None:
    syscall("close_range", first, 0xFFFFFFFF, 0)


def _checked(what: str, result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result
