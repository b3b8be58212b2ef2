"""The order in which a zygote prepares the jail and a child enters it; any failure ends the child before the snippet.

What needs privileges is prepared by the zygote before they drop; the child enforces after. There is no way to leave
a required layer out: without privilege, Landlock or a bound on threads ``prepare`` raises and nothing ever runs.
"""

from __future__ import annotations

import array
import os
import signal
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from runner.sandbox.jail import kernel, landlock, limits, mounts, privileges, seccomp
from runner.sandbox.jail.lanes import CPU, Lane

ENTERED: Final = b"E"
LISTENER: Final = b"L"


class JailImpossible(Exception):
    """No snippet can be contained on this host; the message says what is missing and what to change."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one run may use."""

    cpu_s: int
    memory_bytes: int | None
    slot: int


@dataclass(slots=True)
class Jail:
    """A jail ready to be entered by children of this process."""

    layers: tuple[str, ...]
    """Names of the layers in force."""
    notes: tuple[str, ...]
    """Why a layer that other hosts have is missing here."""
    ruleset: int
    """Descriptor shared by all children: each closes its own copy on entering, before it could widen it."""
    readable: tuple[str, ...]
    lane: Lane
    scratch: bool
    uid_base: int | None
    notices: bytes | None
    main_filter: bytes

    def enter(self, bounds: Bounds, *, entered: int, parent: int, address_space: int) -> None:
        """Enter for good, and say so on ``entered``, which is closed; the caller has closed all it will not need."""
        _die_with(parent)
        uid = None if self.uid_base is None else self.uid_base + bounds.slot
        if self.scratch:
            kernel.unshare(kernel.CLONE_NEWNS)
            mounts.mount_scratch(*((uid, uid) if uid is not None else (os.geteuid(), os.getegid())))
            os.chdir(mounts.SCRATCH)
        else:
            os.chdir("/")
        limits.enforce(
            memory=None if bounds.memory_bytes is None else self._memory(address_space + bounds.memory_bytes),
            cpu_s=bounds.cpu_s,
            file_bytes=mounts.SCRATCH_BYTES if self.scratch else 0,
            open_files=self.lane.open_files,
            own_uid=uid is not None,
        )
        ruleset = self._own_ruleset() if self.lane.has_driver else self.ruleset
        if uid is not None:
            privileges.become(uid)
            _die_with(parent)  # a change of user clears it
        kernel.drop_capabilities()
        # Its folder of /proc belongs to the user only while the process can be dumped, and a driver writes there.
        kernel.prctl(kernel.PR_SET_DUMPABLE, int(self.lane.has_driver))
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        landlock.enforce(ruleset)
        if self.notices is not None:
            _hand_over(entered, seccomp.enforce_with_listener(self.notices))
        seccomp.enforce(seccomp.for_process(self.main_filter, os.getpid()))
        os.write(entered, ENTERED)
        os.close(entered)

    def _memory(self, allowed: int) -> limits.Memory:
        return limits.Memory(allowed + self.lane.host_mib * 1024 * 1024, as_addresses=not self.lane.has_driver)

    def _own_ruleset(self) -> int:
        """Rules for this process alone: they name its own folder of ``/proc``, which no sibling may use."""
        os.close(self.ruleset)
        return landlock.build_ruleset(self.readable, _scratch(self.scratch), (*self.lane.nodes, "/proc/self/"))


def prepare(trees: Iterable[str], uid_base: int | None, *, lane: Lane = CPU, own_path: bool = False) -> Jail:
    """Enter the namespaces that can be had and decide the layers; to be called once, before anything is preloaded.

    ``trees`` are the interpreter's and the runtime's; ``uid_base`` is the first of a range of user ids that nobody
    else uses, or ``None``; ``lane`` is the device's; ``own_path`` is for ``mounts.enter_new_root``. Raises
    ``JailImpossible`` where a required layer cannot be had.
    """
    wanted = tuple(trees)
    if not kernel.supported_machine():
        raise JailImpossible(f"the jail knows the system calls of {', '.join(kernel.MACHINES)} only")
    version = landlock.abi()
    if version < landlock.OLDEST_ABI:
        raise JailImpossible(f"Landlock ABI {landlock.OLDEST_ABI} (Linux 6.7) is needed, this kernel offers {version}")
    layers = ["no_new_privs", f"landlock-{version}", "seccomp", "rlimits", "descriptors"]
    notes = []

    reasons = {with_user: privileges.try_namespaces(wanted, lane, with_user=with_user) for with_user in _ways()}
    with_user = next((way for way, reason in reasons.items() if not reason), None)
    if with_user is None:
        notes.append(f"no namespaces and no scratch folder: {'; '.join(dict.fromkeys(reasons.values()))}")
    else:
        privileges.enter_namespaces(with_user=with_user)
        mounts.enter_new_root(wanted, lane=lane, own_path=own_path)
        layers += [*(("user_namespace",) if with_user else ()), "mount_namespace", "network_namespace", "ipc_namespace"]
        layers.append("scratch")

    if uid_base is not None and not with_user:
        reason = privileges.try_uid(uid_base, (*wanted, *lane.nodes))
        if reason:
            notes.append(f"no user of the run's own: {reason}")
            uid_base = None
    else:
        uid_base = None
        notes.append("no user of the run's own: this needs the right to change users")
    if uid_base is None:
        reason = privileges.try_thread_notices()
        if reason:
            raise JailImpossible(f"threads cannot be bounded here ({reason}): {_advice()}")
        layers.append("thread_notices")
    else:
        layers.append("own_user")

    scratch = with_user is not None
    readable = (*wanted, *lane.trees, *mounts.SYSTEM_TREES, *mounts.DEVICES)
    return Jail(
        layers=tuple(layers),
        notes=tuple(notes),
        ruleset=landlock.build_ruleset(readable, _scratch(scratch)),
        readable=readable,
        lane=lane,
        scratch=scratch,
        uid_base=uid_base,
        notices=seccomp.assemble_thread_notices() if uid_base is None else None,
        main_filter=seccomp.assemble(scratch=scratch, driver=lane.has_driver),
    )


def _scratch(has_scratch: bool) -> tuple[str, ...]:
    return (mounts.SCRATCH_PARENT,) if has_scratch else ()


def _advice() -> str:
    if os.geteuid() == 0:
        return (
            "let it change users (SETUID, SETGID), or start it as an ordinary user, in Docker with --user 65534:65534"
        )
    return "let it ask for notices of seccomp"


def _ways() -> tuple[bool, ...]:
    """Without a user namespace first, where the right to mount may be had directly."""
    return (False, True) if os.geteuid() == 0 else (True,)


def _die_with(parent: int) -> None:
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def _hand_over(channel: int, listener: int) -> None:
    """Send the listener's descriptor to whoever supervises, and keep none."""
    with socket.socket(fileno=os.dup(channel)) as sender:
        sender.sendmsg([LISTENER], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [listener]))])
    os.close(listener)
