"""Part of ``make bench``: when each learner page can be used, in Chromium with its processor slowed down four times.

Run by naming it, since it is no test: it fails only where a page cannot be shown.
"""

from __future__ import annotations

import statistics
import sys
from typing import Final

import pytest
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

from quizapp.operations.benchmarks.figures import Figure, table
from tests.browser.looking import BelievableSite, believable_site
from tests.browser.pages import PAGES, SitePage, Who

SLOWER: Final = 4
VIEWS: Final = 3
LIMIT_MS: Final = 1000

_WATCH: Final = """
window.busyUntil = 0;
new PerformanceObserver(list => {
  for (const task of list.getEntries()) window.busyUntil = Math.max(window.busyUntil, task.startTime + task.duration);
}).observe({type: "longtask", buffered: true});
"""
_INTERACTIVE: Final = """
() => Math.max(performance.getEntriesByType("navigation")[0].loadEventEnd, window.busyUntil)
"""
"""Milliseconds from the click: everything is loaded, every script has run, and no long task holds the page up."""


@pytest.mark.django_db(transaction=True)
def test_when_pages_can_be_used(
    chromium: Browser, django_db_blocker: DjangoDbBlocker, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = [page for page in PAGES if page.who is not Who.STAFF and page.status == 200]
    with believable_site(chromium, django_db_blocker) as site:
        taken = {page.name: statistics.median(_first_view(site, page) for _ in range(VIEWS)) for page in pages}
    slowest = sorted(taken, key=lambda name: -taken[name])[:5]
    figures = [
        Figure(f"interactive, median of {len(taken)} pages", statistics.median(taken.values()), "ms"),
        *(
            Figure(f"interactive, {name}", taken[name], "ms", f"under {LIMIT_MS}", taken[name] < LIMIT_MS)
            for name in slowest
        ),
    ]
    with capsys.disabled():
        sys.stdout.write(f"\nfirst views at {SLOWER} times slower, the slowest pages:\n{table(figures)}\n")


def _first_view(site: BelievableSite, shown: SitePage) -> float:
    with site.window(shown.who, width=360, theme="light") as window:
        page = window.page
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(_WATCH)
        site.open(window, shown)
        page.wait_for_load_state("networkidle")
        interactive: float = page.evaluate(_INTERACTIVE)
        return interactive
