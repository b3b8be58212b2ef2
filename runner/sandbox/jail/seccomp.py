"""seccomp: the list of system calls a snippet may make; every other is refused.

Filters are assembled once per zygote; only the process id, which the signal rules name, is filled in per child.
"""

from __future__ import annotations

import ctypes
import struct
from typing import Final

from runner.sandbox.jail import kernel

_AUDIT_X86_64: Final = 0xC000003E
_X32_BIT: Final = 0x40000000
_EPERM: Final = 1
_ENOSYS: Final = 38

_ALLOW: Final = 0x7FFF0000
_KILL_PROCESS: Final = 0x80000000
_ERRNO: Final = 0x00050000
_USER_NOTIF: Final = 0x7FC00000

_SET_MODE_FILTER: Final = 1
_NEW_LISTENER: Final = 1 << 3
_WAIT_KILLABLE: Final = 1 << 5

_LOAD, _EQUAL, _GREATER_EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NR, _ARCH, _ARGUMENTS = 0, 4, 16

FIRST_RECENT: Final = 403
"""Calls from this number on answer ENOSYS: libraries fall back to an older call, as on an older kernel."""

_CLONE: Final = 56
_CLONE_THREAD: Final = 0x00010000
# New namespaces, parents, traces and process descriptors are never part of starting a thread.
_CLONE_FORBIDDEN: Final = 0x7E020000 | 0x00000080 | 0x00008000 | 0x00002000 | 0x00001000 | 0x00004000

PLAIN: Final = {
    "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7, "lseek": 8,
    "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14,
    "rt_sigreturn": 15, "pread64": 17, "pwrite64": 18, "readv": 19, "writev": 20, "access": 21, "pipe": 22,
    "select": 23, "sched_yield": 24, "mremap": 25, "madvise": 28, "dup": 32, "dup2": 33, "pause": 34,
    "nanosleep": 35, "getitimer": 36, "alarm": 37, "setitimer": 38, "getpid": 39, "recvfrom": 45, "shutdown": 48,
    "exit": 60, "wait4": 61, "uname": 63, "fsync": 74, "fdatasync": 75, "truncate": 76, "ftruncate": 77,
    "getdents": 78, "getcwd": 79, "chdir": 80, "fchdir": 81, "rename": 82, "mkdir": 83, "rmdir": 84, "creat": 85,
    "unlink": 87, "symlink": 88, "readlink": 89, "umask": 95, "gettimeofday": 96, "getrlimit": 97,
    "getrusage": 98, "sysinfo": 99, "times": 100, "getuid": 102, "getgid": 104, "geteuid": 107, "getegid": 108,
    "getppid": 110, "getpgrp": 111, "getgroups": 115, "getresuid": 118, "getresgid": 120, "getpgid": 121,
    "getsid": 124, "rt_sigpending": 127, "rt_sigtimedwait": 128, "rt_sigsuspend": 130, "sigaltstack": 131,
    "statfs": 137, "fstatfs": 138, "getpriority": 140, "sched_getparam": 143, "sched_getscheduler": 145,
    "sched_get_priority_max": 146, "sched_get_priority_min": 147, "gettid": 186, "time": 201, "futex": 202,
    "sched_getaffinity": 204, "epoll_create": 213, "getdents64": 217,
    "set_tid_address": 218, "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231,
    "epoll_wait": 232, "epoll_ctl": 233, "waitid": 247, "openat": 257, "mkdirat": 258, "newfstatat": 262,
    "unlinkat": 263, "renameat": 264, "symlinkat": 266, "readlinkat": 267, "faccessat": 269, "pselect6": 270,
    "ppoll": 271, "set_robust_list": 273, "get_robust_list": 274, "epoll_pwait": 281, "fallocate": 285,
    "eventfd2": 290, "epoll_create1": 291, "dup3": 292, "pipe2": 293, "preadv": 295, "pwritev": 296,
    "getcpu": 309, "renameat2": 316, "getrandom": 318, "membarrier": 324, "copy_file_range": 326, "statx": 332,
    "rseq": 334, "close_range": 436, "faccessat2": 439, "epoll_pwait2": 441,
}  # fmt: skip
"""Allowed whatever their arguments; files are Landlock's business, memory and processor time the limits'."""

SCRATCH_ONLY: Final = {
    "chmod": 90, "fchmod": 91, "utime": 132, "utimes": 235, "futimesat": 261, "fchmodat": 268, "utimensat": 280,
    "flock": 73, "link": 86, "linkat": 265,
}  # fmt: skip
"""Landlock does not see these, so they are allowed only where a mount namespace makes all but the scratch read-only."""

DRIVER_ONLY: Final = {"ioctl": 16, "msync": 26, "mincore": 27, "mlock": 149, "munlock": 150, "get_mempolicy": 239}
"""A GPU's driver is spoken to by ``ioctl``, whose numbers are its own; filters cannot tell whose file it is."""

_IOCTL: Final = (16, 1, (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451))  # terminal? size, bytes waiting, blocking
_FCNTL: Final = (72, 1, (0, 1, 2, 3, 4, 1030, 1032))  # duplicate, flags, size of a pipe
_PRCTL: Final = (157, 0, (15, 16, 0x53564D41))  # names of threads and of memory areas
_SOCKETPAIR: Final = (53, 0, (1,))  # a unix pair, as event loops use to wake themselves
_KILL: Final = (62, 0)
_TGKILL: Final = (234, 0)
_SCHED_SETAFFINITY: Final = (203, 0)
_SENDTO: Final = (44, 4)
_PRLIMIT: Final = (302, 2)

_PID_MARK: Final = 0x7FABCDEF


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def assemble(*, scratch: bool, driver: bool = False) -> bytes:
    """The main filter for a child with or without a scratch folder or a GPU's driver; see ``for_process``."""
    code = _prologue()
    allowed = PLAIN | (SCRATCH_ONLY if scratch else {}) | (DRIVER_ONLY if driver else {})
    for number in allowed.values():
        code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    for number, argument, values in (_IOCTL, _FCNTL, _PRCTL, _SOCKETPAIR):
        code += _when(number, _one_of(argument, values))
    for number, argument in (_KILL, _TGKILL):
        code += _when(number, _one_of(argument, (_PID_MARK,)))
    code += _when(_SCHED_SETAFFINITY[0], _one_of(_SCHED_SETAFFINITY[1], (0, _PID_MARK)))
    for number, argument in (_SENDTO, _PRLIMIT):
        code += _when(number, _null(argument))
    code += _when(
        _CLONE,
        [
            (_LOAD, 0, 0, _ARGUMENTS),
            (_ANY_BIT, 0, 2, _CLONE_THREAD),
            (_ANY_BIT, 1, 0, _CLONE_FORBIDDEN),
            (_RETURN, 0, 0, _ALLOW),
            (_RETURN, 0, 0, _ERRNO | _EPERM),
        ],
    )
    code += [(_GREATER_EQUAL, 0, 1, FIRST_RECENT), (_RETURN, 0, 0, _ERRNO | _ENOSYS), (_RETURN, 0, 0, _ERRNO | _EPERM)]
    return _packed(code)


def assemble_thread_notices() -> bytes:
    """A second filter that asks the supervisor before each new thread; the main one decides everything else."""
    return _packed([*_prologue(), (_EQUAL, 0, 1, _CLONE), (_RETURN, 0, 0, _USER_NOTIF), (_RETURN, 0, 0, _ALLOW)])


def for_process(filter_code: bytes, pid: int) -> bytes:
    """``filter_code`` with signals allowed to ``pid`` alone."""
    return filter_code.replace(struct.pack("<I", _PID_MARK), struct.pack("<I", pid))


def enforce(filter_code: bytes) -> None:
    """Put this process under ``filter_code`` for good."""
    _install(filter_code, 0)


def enforce_with_listener(filter_code: bytes) -> int:
    """Put this process under ``filter_code``; returns the descriptor on which its notices are answered."""
    return _install(filter_code, _NEW_LISTENER | _WAIT_KILLABLE)


def _install(filter_code: bytes, flags: int) -> int:
    buffer = ctypes.create_string_buffer(filter_code, len(filter_code))
    program = _Program(length=len(filter_code) // 8, filter=ctypes.addressof(buffer))
    return kernel.syscall("seccomp", _SET_MODE_FILTER, flags, program)


_Instruction = tuple[int, int, int, int]


def _prologue() -> list[_Instruction]:
    """Refuse to interpret numbers of another architecture: 32-bit and x32 calls die."""
    return [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, _AUDIT_X86_64),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, _NR),
        (_GREATER_EQUAL, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, _KILL_PROCESS),
    ]


def _when(number: int, block: list[_Instruction]) -> list[_Instruction]:
    return [(_EQUAL, 0, len(block), number), *block]


def _one_of(argument: int, values: tuple[int, ...]) -> list[_Instruction]:
    """Allow when the argument, which the kernel reads as 32 bits, is one of ``values``."""
    tests = [(_EQUAL, len(values) - index, 0, value) for index, value in enumerate(values)]
    return [
        (_LOAD, 0, 0, _ARGUMENTS + 8 * argument),
        *tests,
        (_RETURN, 0, 0, _ERRNO | _EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _null(argument: int) -> list[_Instruction]:
    """Allow when the pointer is null."""
    offset = _ARGUMENTS + 8 * argument
    return [
        (_LOAD, 0, 0, offset),
        (_EQUAL, 0, 3, 0),
        (_LOAD, 0, 0, offset + 4),
        (_EQUAL, 0, 1, 0),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERRNO | _EPERM),
    ]


def _packed(code: list[_Instruction]) -> bytes:
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in code)
