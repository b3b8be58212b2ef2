"""Search, a question by itself, a report and leaving: wide and narrow, light and dark, with JavaScript and without."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import expect

from quizapp.errata.models import Objection
from quizapp.search.indexing import rebuild
from tests.browser.conftest import OpenWindow
from tests.factories import content
from tests.factories.content import RIGHT, WRONG

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WINDOWS: Final = [(1280, "light", True), (360, "dark", True), (360, "light", False), (1280, "dark", False)]


@pytest.mark.parametrize(("width", "theme", "javascript"), WINDOWS)
def test_from_search_to_a_question_to_a_report_to_leaving(
    open_window: OpenWindow, transactional_db: None, width: int, theme: str, javascript: bool
) -> None:
    pattern = content.pattern("adding-up", summary="Sums that everybody can do.")
    content.mode(pattern, "practice", [content.published_question(pattern, "two-and-two")])
    rebuild()
    name = f"beside/{width}-{theme}{'' if javascript else '-no-javascript'}"
    window = open_window(name, width=width, theme=theme, javascript=javascript)
    page = window.page

    window.go("/")
    page.get_by_role("searchbox").fill("adding")
    page.get_by_role("button", name="Search").click()
    window.looks("found")
    page.get_by_role("link", name="Adding up, part").click()
    window.looks("question")
    page.locator(f'input[value="{WRONG[0]}"]').check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("That was not it.")).to_be_visible()
    page.locator(f'input[value="{RIGHT}"]').check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", name="Right", exact=True)).to_be_visible()
    window.looks("answered")
    page.get_by_role("link", name="Report a problem").click()
    page.get_by_label("Tell us more").fill("Two and two are five.")
    window.looks("report")
    page.get_by_role("button", name="Send it to the authors").click()
    expect(page.get_by_text("waiting to be read")).to_be_visible()
    window.looks("reports")
    window.go("/account/")
    window.looks("account")
    page.get_by_role("link", name="Delete everything").click()
    page.get_by_label("Delete everything that is kept").check()
    window.looks("leaving")
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_text("Everything that was kept of you is deleted.")).to_be_visible()

    assert Objection.objects.get().learner is None
