"""The site that a bench visits is the bench's own."""

from __future__ import annotations

import errno
import socket
from pathlib import Path
from typing import Any

import pytest

from quizapp.operations.benchmarks import visiting


class NotStarted(Exception):
    """The test has seen what it wanted."""


def test_nobody_else_can_take_its_port_before_it_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Otherwise another site could answer for it, and each page of the bench would be missing there."""

    def steal(_: Any, *, env: dict[str, str], pass_fds: list[int], **__: Any) -> None:
        port = int(env["SITE_URL"].rpartition(":")[2])
        with pytest.raises(OSError, match="in use") as refused:
            socket.create_server(("127.0.0.1", port))
        assert refused.value.errno == errno.EADDRINUSE
        assert len(pass_fds) == 1
        raise NotStarted

    monkeypatch.setattr("subprocess.Popen", steal)
    with pytest.raises(NotStarted), visiting.site("sqlite:///nothing", tmp_path):
        pass
