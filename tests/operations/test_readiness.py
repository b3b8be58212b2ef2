from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from quizapp.operations.readiness import Progress, web_answers

DONE = Progress(web=True, missing=(), proofs_asked=True, proofs_total=3, proofs_left=0)


class Answering(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.headers["Host"] == "learn.example" else 400)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_ready_is_all_there_and_all_proven() -> None:
    assert DONE.ready


@pytest.mark.parametrize(
    ("progress", "told"),
    [
        (Progress(False, (), True, 3, 0), "starting"),
        (Progress(True, ("runner_cpu", "sweeper"), True, 3, 0), "waiting for runner cpu, sweeper"),
        (Progress(True, (), True, 12, 9), "proving 3/12"),
        (Progress(True, (), False, 0, 0), "started"),
    ],
    ids=str,
)
def test_what_is_not_ready_says_what_it_waits_for(progress: Progress, told: str) -> None:
    assert not progress.ready
    assert str(progress) == told


def test_the_web_is_asked_under_the_name_of_the_site(port: int) -> None:
    assert web_answers("127.0.0.1", port, "learn.example")
    assert not web_answers("127.0.0.1", port, "other.example")


def test_listening_everywhere_is_asked_on_this_machine(port: int) -> None:
    assert web_answers("0.0.0.0", port, "learn.example")


def test_an_error_or_silence_is_no_answer(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Answering, "status", 503)
    assert not web_answers("127.0.0.1", port, "learn.example")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert not web_answers("127.0.0.1", unused.getsockname()[1], "learn.example")
