"""When a starting installation may be called ready, and what it still waits for."""

from __future__ import annotations

import http.client
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

PROBE_TIMEOUT_S: Final = 2.0
ANYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  (where a server on every address answers)


@dataclass(frozen=True)
class Progress:
    """How far a start has come."""

    web: bool
    missing: Sequence[str]
    """Parts that are not there yet."""
    proofs_asked: bool
    proofs_total: int
    proofs_left: int

    @property
    def ready(self) -> bool:
        return self.web and not self.missing and self.proofs_asked and not self.proofs_left

    def __str__(self) -> str:
        if not self.web:
            return "starting"
        if self.proofs_left:
            return f"proving {self.proofs_total - self.proofs_left}/{self.proofs_total}"
        if self.missing:
            return "waiting for " + ", ".join(part.replace("_", " ") for part in self.missing)
        return "started"


def web_answers(host: str, port: int, name: str) -> bool:
    """Whether the web process says on ``host`` and ``port`` that it lives, addressed as ``name``."""
    connection = http.client.HTTPConnection(ANYWHERE.get(host, host), port, timeout=PROBE_TIMEOUT_S)
    try:
        connection.request("GET", "/livez", headers={"Host": name})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
