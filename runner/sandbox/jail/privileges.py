"""Giving up privileges: a user id of the run's own, namespaces, and whether each can be had here."""

from __future__ import annotations

import errno
import os
import signal
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from runner.sandbox.jail import kernel, mounts, seccomp
from runner.sandbox.jail.lanes import Lane

_NAMESPACES: Final = kernel.CLONE_NEWNS | kernel.CLONE_NEWNET | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS


def attempt(action: Callable[[], None]) -> str:
    """Run ``action`` in a throw-away child; ``""`` when it succeeded, otherwise the reason in one line."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.close(reader)
            action()
            status = 0
        except OSError as error:
            os.write(writer, str(error.strerror or error).encode()[:500])
        except BaseException:  # noqa: BLE001 - this child must end here, whatever happened
            os.write(writer, traceback.format_exc(limit=3).encode()[-500:])
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        reason = pipe.read().decode("utf-8", "replace")
    _, status = os.waitpid(pid, 0)
    if status == 0:
        return ""
    return reason or f"the attempt ended with status {status}"


def enter_namespaces(*, with_user: bool) -> None:
    """Leave the host's mounts, network, IPC and host name; ``with_user`` by way of an own user namespace."""
    uid, gid = os.geteuid(), os.getegid()
    kernel.unshare(_NAMESPACES | (kernel.CLONE_NEWUSER if with_user else 0))
    if with_user:
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1", encoding="ascii")


def try_namespaces(trees: Iterable[str], lane: Lane, *, with_user: bool) -> str:
    """``""`` when namespaces, the new root and a scratch folder can be had here, otherwise the reason."""
    wanted = tuple(trees)

    def action() -> None:
        enter_namespaces(with_user=with_user)
        mounts.enter_new_root(wanted, lane=lane)
        kernel.unshare(kernel.CLONE_NEWNS)
        mounts.mount_scratch(os.geteuid(), os.getegid())

    return attempt(action)


def become(uid: int) -> None:
    """Take ``uid`` as user and group, and no other group: groups first, they cannot be changed afterwards."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def try_uid(uid: int, trees: Iterable[str]) -> str:
    """``""`` when a child can become ``uid``, still read ``trees`` and be killed from here, otherwise the reason."""
    wanted = mounts.outermost(trees)

    def action() -> None:
        become(uid)
        for tree in wanted:
            _check_readable(tree)

    return attempt(action) or _try_killing(uid)


def try_thread_notices() -> str:
    """``""`` when the kernel lets a process ask before each new thread, otherwise the reason."""

    def action() -> None:
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        os.close(seccomp.enforce_with_listener(seccomp.assemble_thread_notices()))

    return attempt(action)


def _check_readable(tree: str) -> None:
    """Raise for the first folder or file below ``tree`` that this process cannot read."""
    if not os.access(tree, os.R_OK):
        raise PermissionError(errno.EACCES, f"{tree} cannot be read by user {os.geteuid()}")
    if not os.path.isdir(tree):
        return
    for folder, folders, files in os.walk(tree, onerror=_raise):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in files[:1]:  # one file stands for its folder: they were installed together
            if not os.access(os.path.join(folder, name), os.R_OK):
                raise PermissionError(errno.EACCES, f"{folder}/{name} cannot be read by user {os.geteuid()}")


def _raise(error: OSError) -> None:
    raise PermissionError(errno.EACCES, f"{error.filename} cannot be read by user {os.geteuid()}") from error


def _try_killing(uid: int) -> str:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(writer)
            become(uid)
            os.read(reader, 1)
        finally:
            os._exit(0)
    os.close(reader)
    try:
        os.kill(pid, signal.SIGKILL)
    except PermissionError as error:
        return f"a process of user {uid} could not be killed: {error.strerror}"
    finally:
        os.close(writer)
        os.waitpid(pid, 0)
    return ""
