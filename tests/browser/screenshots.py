"""``make screenshots``: every page at three widths in both themes, into ``artifacts/screenshots/pages/``.

Run by naming it, since it is no test: it fails only where a page cannot be shown.
"""

from __future__ import annotations

from typing import Final

import pytest

from tests.browser.conftest import SCREENSHOTS, OpenWindow
from tests.browser.looking import BelievableSite
from tests.browser.pages import OF_AN_EMPTY_SITE, PAGES, Who

WIDTHS: Final = (360, 768, 1280)
THEMES: Final = ("light", "dark")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("who", Who, ids=lambda who: who.value)
def test_pictures(site: BelievableSite, who: Who, width: int, theme: str) -> None:
    folder = SCREENSHOTS / "pages" / f"{width}-{theme}"
    folder.mkdir(parents=True, exist_ok=True)
    with site.window(who, width=width, theme=theme) as window:
        for page in PAGES:
            if page.who is who:
                site.open(window, page).screenshot(path=folder / f"{page.name}.png", full_page=True, timeout=60_000)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_pictures_of_a_site_without_content(open_window: OpenWindow, width: int, theme: str) -> None:
    window = open_window(width=width, theme=theme)
    folder = SCREENSHOTS / "pages" / f"{width}-{theme}"
    folder.mkdir(parents=True, exist_ok=True)
    for path, name in OF_AN_EMPTY_SITE.items():
        window.go(path)
        window.page.screenshot(path=folder / f"{name}.png", full_page=True)
