"""Headless Chromium at a running site, failing a test on any console error and any breach of the content policy."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from quizapp.catalog.models import Mode
from tests.factories import content

if TYPE_CHECKING:
    from tests.browser.looking import BelievableSite

SCREENSHOTS: Final = Path(__file__).parents[2] / "artifacts" / "screenshots"
CHROMIUM: Final = shutil.which("chromium")


@dataclass
class Window:
    """A browser window with what went wrong in it."""

    page: Page
    site: str
    name: str
    javascript: bool = True
    complaints: list[str] = field(default_factory=list)
    shots: int = 0
    expected: set[int] = field(default_factory=set)
    """Answers that a test asks for; Chromium writes each fault into its console."""

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        asked_for = any(f"responded with a status of {status} " in message.text for status in self.expected)
        if message.type in {"error", "warning"} and not asked_for:
            self.complaints.append(f"console {message.type}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500 and response.status not in self.expected:
            self.complaints.append(f"{response.status} from {response.url}")

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")

    def looks(self, what: str) -> None:
        """Keep a picture of the whole page; nothing may stick out sideways."""
        self.shots += 1
        folder = SCREENSHOTS / self.name
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{self.shots:02}-{what}.png", full_page=True)
        assert self.page.viewport_size is not None
        box = self.page.locator("html").bounding_box()
        assert box is not None
        assert self.page.locator("body").evaluate("body => body.scrollWidth") <= self.page.viewport_size["width"]


OpenWindow = Callable[..., Window]


Launch = Callable[..., Browser]


@pytest.fixture(scope="session")
def launch() -> Iterator[Launch]:
    """Starts browsers, with further switches on their command line."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:

        def launch(*switches: str) -> Browser:
            return playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *switches])

        yield launch


@pytest.fixture(scope="session")
def chromium(launch: Launch) -> Iterator[Browser]:
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def site(chromium: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[BelievableSite]:
    """The believable site, told once for all tests of a module."""
    from tests.browser.looking import believable_site

    with believable_site(chromium, django_db_blocker) as site:
        yield site


@pytest.fixture
def open_window(chromium: Browser, live_server: LiveServer) -> Iterator[OpenWindow]:
    """Opens windows; each has cookies of its own."""
    windows: list[Window] = []

    def opened(
        name: str = "other",
        *,
        width: int = 1280,
        theme: Any = "light",
        javascript: bool = True,
        time_zone: str | None = None,
    ) -> Window:
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=theme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            timezone_id=time_zone,
        )
        context.set_default_timeout(15_000)
        windows.append(Window(context.new_page(), live_server.url, name, javascript))
        return windows[-1]

    yield opened
    for window in windows:
        window.page.context.close()
    assert [complaint for window in windows for complaint in window.complaints] == []


@pytest.fixture(autouse=True)
def unspent_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def challenge(transactional_db: None) -> Mode:
    """Five problems on the pattern ``adding-up``, with practice beside them."""
    pattern = content.pattern("adding-up", summary="Sums that everybody can do, to see how a challenge goes.")
    made = content.challenge(pattern)
    made.badge_icon = "head-start"
    made.save()
    content.practice(pattern)
    return made
