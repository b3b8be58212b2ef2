"""Windows on the believable site: one story told once, a clock that stands still, and everybody's cookies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.believable import NOW, Believable, believable
from tests.browser.conftest import Window
from tests.browser.pages import SitePage, Who

HEIGHT: Final = 800


class BelievableSite:
    """The site under way, with its story."""

    def __init__(self, chromium: Browser, address: str, story: Believable) -> None:
        self.chromium, self.address, self.story = chromium, address, story
        users = {Who.LEARNER: story.learner.user, Who.NEWCOMER: story.newcomer.user, Who.STAFF: story.staff}
        self.sessions = {who: story.session(user) for who, user in users.items() if user is not None}

    @contextmanager
    def window(self, who: Who, *, width: int, theme: Any, javascript: bool = True, **more: Any) -> Iterator[Window]:
        """A window of somebody; what it complained of fails the test when it closes.

        Without ``javascript`` the site's own scripts are empty: where a browser runs none at all, what looks a page
        over would wait for ever.
        """
        context = self.chromium.new_context(
            viewport={"width": width, "height": HEIGHT},
            color_scheme=theme,
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(15_000)
        if not javascript:
            context.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        self._sign_in(context, who)
        window = Window(context.new_page(), self.address, f"{who.value}-{width}-{theme}", javascript)
        yield window
        context.close()
        assert not window.complaints, "\n".join(window.complaints)

    def _sign_in(self, context: BrowserContext, who: Who) -> None:
        if who in self.sessions:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": self.sessions[who], "url": self.address}
            context.add_cookies([cookie])  # type: ignore[list-item]  # the type is Playwright's own

    def open(self, window: Window, page: SitePage) -> Page:
        """Go to a page and see that it answered as it should."""
        window.expected = {page.status} if page.status >= 400 else set()
        response = window.page.goto(self.address + page.address(self.story))
        assert response is not None
        assert response.status == page.status, f"{page.name}: {response.status}"
        return window.page


@contextmanager
def believable_site(chromium: Browser, blocker: DjangoDbBlocker) -> Iterator[BelievableSite]:
    """Tell the story in an empty database, serve it, and empty the database again."""
    with blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("quizapp.accounts.middleware.clock", lambda: NOW)
        patch.setattr(settings, "RUNNER", "none")
        patch.setattr(settings, "ALLOWED_HOSTS", ["localhost"])
        patch.setattr("quizapp.web.ratelimit.Limit.admits", lambda *_: True)
        cache.clear()
        story = believable()
        server = LiveServer("localhost")
        try:
            yield BelievableSite(chromium, server.url, story)
        finally:
            server.stop()
            call_command("flush", verbosity=0, interactive=False)
