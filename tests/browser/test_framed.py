"""A question in a frame of another site, in a browser that gives frames of others no cookies."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Launch
from tests.factories import content
from tests.factories.content import RIGHT, WRONG

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def blog(live_server: LiveServer) -> Iterator[str]:
    """Another site, whose one page frames the question; 127.0.0.1 is a stranger to localhost."""

    class Post(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f'<!doctype html><iframe src="{live_server.url}/q/two-and-two/embed" width=700 height=700></iframe>'
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Post)
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("allowed", [True, False])
def test_it_is_answered_there_without_a_cookie_or_not_shown_at_all(
    blog: str, launch: Launch, settings: Any, allowed: bool
) -> None:
    settings.EMBED_ANCESTORS = [blog if allowed else "https://elsewhere.example.org"]
    pattern = content.pattern("adding-up")
    content.mode(pattern, "practice", [content.published_question(pattern, "two-and-two")])
    browser = launch("--test-third-party-cookie-phaseout")
    page = browser.new_page()

    page.goto(blog)

    frame = page.frame_locator("iframe")
    if allowed:
        for choice in (WRONG[0], RIGHT):
            frame.locator(f'input[value="{choice}"]').check()
            frame.get_by_role("button", name="Submit").click()
        expect(frame.get_by_role("heading", name="Right", exact=True)).to_be_visible()
        assert page.context.cookies() == []
    else:
        expect(frame.get_by_role("button", name="Submit")).to_have_count(0)
        assert "two-and-two" not in page.frames[1].url
    browser.close()
