"""The view of the file system: a zygote's root of read-only trees, and a child's own scratch folder in memory."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from runner.sandbox.jail import kernel
from runner.sandbox.jail.lanes import CPU, Lane

SCRATCH_PARENT: Final = "/box"
SCRATCH: Final = "/box/work"
SCRATCH_BYTES: Final = 64 * 1024 * 1024
SCRATCH_ENTRIES: Final = 2048

DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
SYSTEM_TREES: Final = (
    "/lib",
    "/lib32",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/ssl/openssl.cnf",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
)
"""What native libraries and the standard library read of a system, none of it about its owner."""

_STAGE: Final = "/tmp"  # noqa: S108 - only a place to mount on: nothing is written to the host's folder


def enter_new_root(trees: Iterable[str], *, lane: Lane = CPU, own_path: bool = False) -> None:
    """Make ``trees``, ``SYSTEM_TREES``, ``DEVICES`` and what ``lane`` needs the whole file system of this process.

    Needs a mount namespace of its own. Folders above a tree are new ones that anybody may pass through, so that a
    tree inside somebody's private home can be read by a child of another user. ``own_path`` adds ``/proc/self/exe``,
    for libraries that die without it; others take its folder for a sign that all of ``/proc`` is there.
    """
    wanted = (*trees, *lane.trees, *SYSTEM_TREES)
    links = _links(wanted)
    kernel.mount("none", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
    sources = _opened(outermost(wanted))
    # A driver names the threads it starts, in a folder of /proc that does not exist yet.
    devices = _opened((*DEVICES, *lane.nodes, *(("/proc",) if lane.has_driver else ())))
    kernel.mount("tmpfs", _STAGE, "tmpfs", kernel.MS_NOSUID, "size=1m,nr_inodes=4096,mode=0755")
    for path, source in sources.items():
        _bind(source, path)
        kernel.make_read_only(_STAGE + path)
    for path, source in devices.items():
        _bind(source, path)
    for path, aim in links.items():
        Path(_STAGE + path).parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        if not os.path.lexists(_STAGE + path):
            os.symlink(aim, _STAGE + path)
    if own_path and not lane.has_driver:
        # Leads to nothing: a library that finds a "python" there asks for more of /proc.
        Path(_STAGE + "/proc/self").mkdir(parents=True, exist_ok=True, mode=0o755)
        os.symlink("/snippet", _STAGE + "/proc/self/exe")
    Path(_STAGE + SCRATCH).mkdir(parents=True, mode=0o755)
    kernel.mount("", _STAGE, "", kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | kernel.MS_NOSUID)
    for source in (*sources.values(), *devices.values()):
        os.close(source)
    os.chdir(_STAGE)
    kernel.syscall("pivot_root", b".", b".")
    kernel.detach(".")
    os.chdir("/")


def mount_scratch(uid: int, gid: int) -> None:
    """Give this process, in a mount namespace of its own, an empty folder in memory and make it the current one."""
    options = f"size={SCRATCH_BYTES},nr_inodes={SCRATCH_ENTRIES},mode=0700,uid={uid},gid={gid}"
    kernel.mount("tmpfs", SCRATCH, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC, options)


@contextlib.contextmanager
def folder_for_preloading(*, private: bool) -> Iterator[str]:
    """An empty folder for what libraries write while they are imported; it is gone before the first child."""
    if private:
        mount_scratch(os.geteuid(), os.getegid())
        yield SCRATCH
        kernel.detach(SCRATCH)
        return
    with tempfile.TemporaryDirectory(prefix="preload-") as folder:
        yield folder


def outermost(trees: Iterable[str]) -> list[str]:
    """Real paths of ``trees`` that exist, without those that lie inside another."""
    kept: list[str] = []
    for path in sorted({os.path.realpath(tree) for tree in trees if os.path.exists(tree)}):
        if not any(path == outer or path.startswith(outer + "/") for outer in kept):
            kept.append(path)
    return kept


def _opened(paths: Iterable[str]) -> dict[str, int]:
    return {path: os.open(path, os.O_PATH | os.O_CLOEXEC) for path in paths if os.path.exists(path)}


def _bind(source: int, path: str) -> None:
    target = Path(_STAGE + path)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    if stat.S_ISDIR(os.fstat(source).st_mode):
        target.mkdir(exist_ok=True, mode=0o755)
    else:
        target.touch(mode=0o644)
    # /proc/self/fd leads to the tree even where the stage now covers it.
    kernel.mount(f"/proc/self/fd/{source}", str(target), "", kernel.MS_BIND | kernel.MS_REC)


def _links(paths: Iterable[str]) -> dict[str, str]:
    """The links on the way to ``paths``, such as /lib to /usr/lib, which their real paths do without."""
    links = {}
    for path in paths:
        for here in (Path(path), *Path(path).parents):
            if here.is_symlink():
                links[str(here)] = os.path.realpath(here)
    return links
