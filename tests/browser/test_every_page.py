"""Every page, in both themes, wide and narrow, with and without JavaScript: nobody is shut out, nothing sticks out.

The whole is long, so each run takes a share that goes round by date; ``QUIZAPP_EVERY_PAGE=1`` takes all of it.
"""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, Response

from tests.browser.conftest import OpenWindow, Window
from tests.browser.looking import BelievableSite
from tests.browser.pages import OF_AN_EMPTY_SITE, PAGES, SitePage, Who

pytestmark = pytest.mark.browser

AXE: Final = Path(__file__).parent / "axe" / "axe.min.js"
SHARES: Final = 14
"""In how many days every page has had its turn."""
EVERYTHING: Final = os.environ.get("QUIZAPP_EVERY_PAGE") == "1"
TODAY: Final = datetime.now(UTC).toordinal()
LOOKS: Final = [
    (width, theme, javascript) for width in (360, 1280) for theme in ("light", "dark") for javascript in (True, False)
]

ADMIN_RULES: Final = {
    "heading-order": "Django's own pages begin with the heading of the part",
    "empty-table-header": "the column of checkboxes in Django's lists",
    "region": "Django's messages and breadcrumbs",
    "scrollable-region-focusable": "Django's own lists",
    "landmark-unique": "Django's sidebar and breadcrumbs",
    "label-title-only": "Django's filter of the sidebar",
    "aria-prohibited-attr": "Django's icons",
    "label": "Django's fields of dates, and the boxes of lists that are edited",
    "target-size": "Django's filters of lists",
}
"""Rules that stock pages of Django's admin break and that are not ours to mend, on those pages alone."""


def _share(items: list[Any], turn: int) -> list[Any]:
    return items if EVERYTHING else [item for at, item in enumerate(items) if (at + turn) % SHARES == 0]


def _violations(page: Page, *, stock: bool) -> list[str]:
    """What axe finds, each with the first element it is found at."""
    # Evaluated by the browser's debugger, so that the content policy does not stop it.
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        """() => axe.run(document, {preload: false, resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa",
        "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(result => result.violations.map(each =>
        [each.id, each.nodes.length, each.nodes[0].html.slice(0, 200), each.nodes[0].failureSummary]))"""
    )
    return [f"{rule} x{count}: {html} {why}" for rule, count, html, why in found if not (stock and rule in ADMIN_RULES)]


def _too_small(page: Page) -> list[str]:
    """Things to press of less than 24 px, but for links within a sentence and what is only for screen readers."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, select, input:not([type=hidden])")]
        .filter(one => one.checkVisibility({opacityProperty: true, visibilityProperty: true}))
        .filter(one => getComputedStyle(one).display !== "inline" && !one.closest(".unseen, .skip, label"))
        .map(one => [one.getBoundingClientRect(), one])
        .filter(([box]) => box.width > 0 && (box.width < 24 || box.height < 24))
        .map(([box, one]) => `${Math.round(box.width)}x${Math.round(box.height)} ${one.outerHTML.slice(0, 120)}`)"""
    )
    return found


def _sticks_out(page: Page) -> int:
    out: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return out


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", OF_AN_EMPTY_SITE)
def test_a_site_without_content_shuts_nobody_out(open_window: OpenWindow, path: str) -> None:
    window = open_window(width=360)
    window.go(path)

    assert _violations(window.page, stock=False) == []
    assert _sticks_out(window.page) == 0


CASES: Final = _share([(page, *look) for page in PAGES for look in LOOKS], TODAY)


@pytest.mark.parametrize(
    ("shown", "width", "theme", "javascript"),
    CASES,
    ids=[f"{page.name}-{width}-{theme}{'' if js else '-plain'}" for page, width, theme, js in CASES],
)
def test_nobody_is_shut_out(site: BelievableSite, shown: SitePage, width: int, theme: str, javascript: bool) -> None:
    with site.window(shown.who, width=width, theme=theme, javascript=javascript) as window:
        page = site.open(window, shown)
        stock = shown.who is Who.STAFF and shown.route.startswith("admin:")

        found = _violations(page, stock=stock)
        assert not found, "\n".join(found)
        if not stock:
            assert _too_small(page) == []
            assert _sticks_out(page) == 0


NARROW: Final = _share([page for page in PAGES if page.for_learners], TODAY)


@pytest.mark.parametrize("shown", NARROW, ids=lambda page: page.name)
def test_nothing_sticks_out_of_the_narrowest_phone_nor_at_twice_the_text(site: BelievableSite, shown: SitePage) -> None:
    with site.window(shown.who, width=320, theme="light") as window:
        page = site.open(window, shown)
        assert _sticks_out(page) == 0
    with site.window(shown.who, width=640, theme="light") as window:
        page = site.open(window, shown)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert _sticks_out(page) == 0


LARGEST_FIRST: Final = 60_000
LARGEST_SECOND: Final = 15_000
MOST_REQUESTS: Final = 12


@pytest.mark.parametrize("shown", NARROW, ids=lambda page: page.name)
def test_a_page_is_light_and_does_not_jump(site: BelievableSite, shown: SitePage) -> None:
    sizes: dict[str, int] = {}

    def answered(answer: Response) -> None:
        sizes[answer.url] = _on_the_wire(answer.body())

    with site.window(shown.who, width=360, theme="light") as window:
        window.page.on("response", answered)
        window.page.add_init_script(
            "window.jumps = []; new PerformanceObserver(list => { for (const entry of list.getEntries()) "
            "window.jumps.push([entry.value, ...entry.sources.map(each => each.node?.outerHTML?.slice(0, 80))]); })"
            ".observe({type: 'layout-shift', buffered: true});"
        )
        jumps = _jumps(site, window, shown)
        if jumps:
            # A page that arrives in pieces on a busy machine may move once; one that is built so moves each time.
            sizes.clear()
            jumps = _jumps(site, window, shown)

    own = sum(size for url, size in sizes.items() if "/static/" not in url)
    assert sum(sizes.values()) < LARGEST_FIRST, sizes
    assert len(sizes) <= MOST_REQUESTS, sizes
    assert own < LARGEST_SECOND, own
    assert jumps == []


def _jumps(site: BelievableSite, window: Window, shown: SitePage) -> list[list[Any]]:
    """What moved while the page was built: by how much, and what."""
    page = site.open(window, shown)
    page.wait_for_load_state("networkidle")
    found: list[list[Any]] = page.evaluate("window.jumps")
    return found


def _on_the_wire(body: bytes) -> int:
    """The server of the tests sends static files as they are; WhiteNoise keeps them compressed, as pages are sent."""
    return len(gzip.compress(body))
