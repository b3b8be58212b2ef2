"""Notices when a snippet asks for what no run gets, so that the refusal is not taken for its answer."""

from __future__ import annotations

import sys
from typing import Any, Final

from runner.inside import noticed

_EVENTS: Final = frozenset(
    {
        "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "subprocess.Popen",
        "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "socket.sendto",
    }
)  # fmt: skip

_SYSTEM: Final = ("/proc/", "/sys/", "/dev/", "/etc/")


def watch() -> None:
    """Notice from now on, for good: there is no way to stop an audit."""

    def hook(event: str, arguments: Any) -> None:
        if event in _EVENTS:
            noticed.note(noticed.REFUSED)
        elif event == "open" and type(arguments[0]) is str and arguments[0].startswith(_SYSTEM):
            noticed.note(noticed.SYSTEM_FILES)

    sys.addaudithook(hook)
