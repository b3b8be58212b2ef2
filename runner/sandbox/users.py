"""A range of user ids for runs, claimed so that no other supervisor of this machine counts threads in it."""

from __future__ import annotations

import errno
import os
import socket

from runner.errors import ConfigurationError

_RANGES_TRIED = 64


class UidRange:
    """``base`` and the ids after it, one per slot; ``None`` where this process is not root. Held until closed."""

    def __init__(self, first: int, slots: int) -> None:
        self.base: int | None = None
        self._claim: socket.socket | None = None
        if os.geteuid() != 0:
            return
        for attempt in range(_RANGES_TRIED):
            base = first + attempt * slots
            # An abstract name is free again the moment its owner is gone, however it went.
            claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            try:
                claim.bind(f"\0quizapp-runner-uids-{base}-{slots}")
            except OSError as error:
                claim.close()
                if error.errno != errno.EADDRINUSE:
                    raise
                continue
            self.base, self._claim = base, claim
            return
        raise ConfigurationError(f"no free range of {slots} user ids from {first} on: set RUNNER_UID_BASE")

    def close(self) -> None:
        if self._claim is not None:
            self._claim.close()
