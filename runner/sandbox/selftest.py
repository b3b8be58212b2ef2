"""The supervisor's examination of its own jail: attacks that must fail, seen from inside and from outside."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Final

from runner.protocol import Execution, Outcome

_ATTACKS: Final = """
import ctypes, json, mmap, os, resource, signal, socket, subprocess, sys, threading
libc = ctypes.CDLL(None, use_errno=True)
held = {}

def attack(name):
    def run(action):
        try:
            succeeded = action()
        except (OSError, RuntimeError, MemoryError, ValueError):
            held[name] = True
        else:
            held[name] = succeeded is False
        return action
    return run

@attack("reads a file of the host")
def _():
    open("/etc/passwd").close()

@attack("lists a folder of the host")
def _():
    os.listdir("/home")

@attack("lists the root folder")
def _():
    os.listdir("/")

@attack("sees that a file of the host exists")
def _():
    return os.path.exists("/etc/passwd")

@attack("writes outside its scratch")
def _():
    open(os.path.join(sys.prefix, "written"), "w").close()

@attack("reads the memory of its parent")
def _():
    open(f"/proc/{os.getppid()}/mem", "rb").close()

@attack("makes a socket")
def _():
    socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()

@attack("makes a netlink socket")
def _():
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close()

@attack("forks")
def _():
    if os.fork() == 0:
        os._exit(0)

@attack("executes")
def _():
    os.execv("/bin/true", ["true"])

@attack("signals its parent")
def _():
    os.kill(os.getppid(), 0)

@attack("traces its parent")
def _():
    return libc.ptrace(16, os.getppid(), 0, 0) == 0

@attack("makes a namespace")
def _():
    return libc.unshare(0x10000000) == 0

@attack("makes memory without a name")
def _():
    os.close(os.memfd_create("x"))

@attack("sees the environment of the host")
def _():
    return any(name.startswith(("RUNNER_", "QUIZAPP_", "DJANGO_")) for name in os.environ)

@attack("inherits a descriptor")
def _():
    for number in range(4, 64):
        try:
            os.fstat(number)
        except OSError:
            continue
        return True
    return False

@attack("starts more than 64 threads")
def _():
    threading.stack_size(64 * 1024)  # or the bound on memory would be met first
    gate = threading.Event()
    started = []
    try:
        for _ in range(80):
            thread = threading.Thread(target=gate.wait, daemon=True)
            thread.start()
            started.append(thread)
    finally:
        gate.set()

@attack("takes more memory than it may")
def _():
    mmap.mmap(-1, 64 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000)

@attack("raises its own limits")
def _():
    resource.setrlimit(resource.RLIMIT_CPU, (10**6, 10**6))

print(json.dumps(held))
"""

ATTACK_COUNT: Final = 19
_NEEDS: Final = {"sees that a file of the host exists": "mount_namespace"}
"""Attacks that only one optional layer can stop."""
_STATUS_WANTED: Final = {"NoNewPrivs": "1", "Seccomp": "2", "CapEff": "0" * 16, "CapPrm": "0" * 16}


def attacks(linger_s: float) -> str:
    """The program that attacks its jail from inside; it stays for so long, for whoever wants to look at it."""
    return _ATTACKS if linger_s == 0 else f"{_ATTACKS}import time\ntime.sleep({linger_s})\n"


def seen_from_outside(pid: int) -> list[str]:
    """What the kernel says of a child that should be in its jail, where it says something wrong.

    Raises FileNotFoundError or ProcessLookupError when there is no such child any more.
    """
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    found = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    return [
        f"{name} is {found.get(name, 'unknown')}" for name, value in _STATUS_WANTED.items() if found.get(name) != value
    ]


def failures(execution: Execution, layers: Collection[str]) -> list[str]:
    """Which attacks got through a jail of ``layers``, or why that cannot be said; empty when it holds."""
    if execution.outcome is not Outcome.FINISHED:
        return [f"the examination ended with {execution.outcome}: {execution.stderr[-300:]}"]
    try:
        held = json.loads(execution.stdout)
    except ValueError:
        return ["the examination printed something else than its findings"]
    if not isinstance(held, dict) or len(held) != ATTACK_COUNT:
        return ["the examination did not try everything"]
    promised = {name: safe for name, safe in held.items() if name not in _NEEDS or _NEEDS[name] in layers}
    return [f"a snippet {name}" for name, safe in promised.items() if safe is not True]
