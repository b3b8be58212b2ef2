"""Weights from a local HTTP server: whole, continued, wrong, and gone."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from runner.errors import WeightsUnavailable
from runner.weights.download import pull
from runner.weights.known import Weights, known, named

CONTENT = bytes(range(256)) * 5000


class Server(ThreadingHTTPServer):
    """Serves ``CONTENT`` under every path but /gone; ``breaks_after`` bytes it hangs up; notes the ranges asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.ranges: list[str | None] = []
        self.breaks_after: int | None = None
        self.knows_ranges = True


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.server.ranges.append(asked)
        if self.path == "/gone.pth":
            self.send_error(404)
            return
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked and self.server.knows_ranges else 0
        if start >= len(CONTENT):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.end_headers()
        self.wfile.write(CONTENT[start : self.server.breaks_after])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def weights(server: Server, content: bytes = CONTENT, file: str = "tiny-1.pth") -> Weights:
    url = f"http://127.0.0.1:{server.server_address[1]}/{file}"
    return Weights("tiny", url, "sha256", hashlib.sha256(content).hexdigest()[:8], 1.2)


def test_a_file_that_is_what_was_published_is_kept(server: Server, tmp_path: Path) -> None:
    path = pull(weights(server), tmp_path / "new")
    assert path.read_bytes() == CONTENT
    assert [each.name for each in path.parent.iterdir()] == ["tiny-1.pth"]


def test_what_is_there_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    pull(weights(server), tmp_path)
    pull(weights(server), tmp_path)
    assert len(server.ranges) == 1


def test_an_interrupted_file_is_continued(server: Server, tmp_path: Path) -> None:
    server.breaks_after = 300_000
    with pytest.raises(WeightsUnavailable, match=r"pull again to continue|IncompleteRead"):
        pull(weights(server), tmp_path)
    server.breaks_after = None
    assert pull(weights(server), tmp_path).read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=300000-"]


def test_a_server_that_knows_no_ranges_sends_it_all_again(server: Server, tmp_path: Path) -> None:
    server.knows_ranges = False
    (tmp_path / "tiny-1.pth.part").write_bytes(CONTENT[:1000])
    assert pull(weights(server), tmp_path).read_bytes() == CONTENT


def test_a_whole_part_is_only_checked(server: Server, tmp_path: Path) -> None:
    (tmp_path / "tiny-1.pth.part").write_bytes(CONTENT)
    assert pull(weights(server), tmp_path).read_bytes() == CONTENT


def test_a_wrong_digest_keeps_nothing(server: Server, tmp_path: Path) -> None:
    with pytest.raises(WeightsUnavailable, match="has not the digest"):
        pull(weights(server, b"something else"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_changed_is_not_used(server: Server, tmp_path: Path) -> None:
    (tmp_path / "tiny-1.pth").write_bytes(b"planted")
    with pytest.raises(WeightsUnavailable, match="not what was published"):
        pull(weights(server), tmp_path)


def test_what_the_server_does_not_have_is_said(server: Server, tmp_path: Path) -> None:
    with pytest.raises(WeightsUnavailable, match="404"):
        pull(weights(server, file="gone.pth"), tmp_path)


def test_another_place_of_the_same_file(server: Server, tmp_path: Path) -> None:
    elsewhere = weights(server)
    published = Weights("tiny", "http://127.0.0.1:9/tiny-1.pth", "sha256", elsewhere.digest, 1.2)
    assert pull(published, tmp_path, url=elsewhere.url).name == "tiny-1.pth"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://host/tiny-1.pth"])
def test_only_http_is_spoken(server: Server, tmp_path: Path, url: str) -> None:
    with pytest.raises(WeightsUnavailable, match="only http"):
        pull(weights(server), tmp_path, url=url)


def test_the_usual_weights_are_known() -> None:
    everything = known()
    assert {"ResNet18_Weights.IMAGENET1K_V1", "ResNet50_Weights.IMAGENET1K_V2", "keras.ResNet50"} <= set(everything)
    assert everything["ResNet18_Weights.IMAGENET1K_V1"].file == "resnet18-f37072fd.pth"
    for each in everything.values():
        assert each.algorithm in {"sha256", "md5"}
        assert len(each.digest) >= 8
        assert each.url.startswith("https://")


def test_an_unknown_name_is_answered_with_names_like_it() -> None:
    with pytest.raises(WeightsUnavailable, match="ResNet18_Weights"):
        named("resnet18")
