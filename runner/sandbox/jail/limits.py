"""Resource limits: with forking refused, a limit on the process is a limit on the whole sandbox."""

from __future__ import annotations

import os
import resource
from dataclasses import dataclass
from typing import Final

THREADS: Final = 64
STACK_BYTES: Final = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Memory:
    """How much a process may have, all told."""

    bytes: int
    as_addresses: bool = True
    """Whether addresses are bounded too, reserved ones and shared memory included; a GPU's driver needs terabytes."""


def address_space_in_use(statm: int) -> int:
    """Bytes of address space of the process whose ``/proc/<pid>/statm`` is open as ``statm``."""
    return int(os.pread(statm, 200, 0).split()[0]) * resource.getpagesize()


def enforce(*, memory: Memory | None, cpu_s: int, file_bytes: int, open_files: int, own_uid: bool) -> None:
    """Set every limit for this process; the processor's hard limit is a second above its soft one.

    ``own_uid`` says that no other process has this user: only then does counting a user's threads bound a run.
    """
    limits = {
        resource.RLIMIT_CPU: (cpu_s, cpu_s + 1),
        resource.RLIMIT_FSIZE: (file_bytes, file_bytes),
        resource.RLIMIT_NOFILE: (open_files, open_files),
        resource.RLIMIT_STACK: (STACK_BYTES, STACK_BYTES),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_MEMLOCK: (0, 0),
        resource.RLIMIT_MSGQUEUE: (0, 0),
        resource.RLIMIT_SIGPENDING: (256, 256),
    }
    if memory is not None:
        limits[resource.RLIMIT_DATA] = (memory.bytes, memory.bytes)
        if memory.as_addresses:
            limits[resource.RLIMIT_AS] = (memory.bytes, memory.bytes)
    if own_uid:
        limits[resource.RLIMIT_NPROC] = (THREADS, THREADS)
    for kind, wanted in limits.items():
        _, allowed = resource.getrlimit(kind)
        if allowed == resource.RLIM_INFINITY:
            resource.setrlimit(kind, wanted)
        else:
            resource.setrlimit(kind, (min(wanted[0], allowed), min(wanted[1], allowed)))
