"""Starts a zygote's process: a clean environment, one socket, the trees it may see."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Mapping
from typing import Any, Final

from runner.runtimes.declaration import Runtime
from runner.sandbox.interpreters import ROOT, Interpreter
from runner.sandbox.jail.mounts import SCRATCH
from runner.sandbox.zygotes import Key

BOOTSTRAP: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from runner.zygote import start; del sys.path[0]; start()"
)
FLAGS: Final = ("-s", "-P", "-B")
"""No user's packages, nothing from the current folder, no bytecode; not -I, which would ignore the hash seed."""

ENVIRONMENT: Final[Mapping[str, str]] = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "HOME": SCRATCH,
    "TMPDIR": SCRATCH,
    "USER": "snippet",
    "LOGNAME": "snippet",
    "COLUMNS": "80",
    # Whatever the device: a driver that was started before the fork is of no use after it.
    "CUDA_VISIBLE_DEVICES": "",
    # A thread that a library starts on import would not survive the fork, but its locks would.
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
}
"""All that a zygote inherits: nothing of the supervisor's environment reaches a snippet."""


def start_zygote(
    interpreter: Interpreter, runtime: Runtime, key: Key, *, uid_base: int | None, weights: str
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start the process; returns it and our end of its control socket, on which it will say that it is ready.

    ``weights`` is the folder of pre-trained weights that its snippets may read, or empty.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    options: dict[str, Any] = {
        "runtime": runtime.name,
        "trees": [*interpreter.trees, *((weights,) if weights else ())],
        "weights": weights,
        "uid_base": uid_base,
        "device": key.device,
        "visible": os.environ.get("CUDA_VISIBLE_DEVICES", "0"),
    }
    extensions = runtime.plain_processor if key.plain else {}
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own program
            [interpreter.executable, *FLAGS, "-c", BOOTSTRAP, ROOT, str(theirs.fileno()), json.dumps(options)],
            env={**ENVIRONMENT, **runtime.environment, **extensions, "PYTHONHASHSEED": str(key.hash_seed)},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
            umask=0o022,
        )
    os.set_blocking(ours.fileno(), False)
    return process, ours
