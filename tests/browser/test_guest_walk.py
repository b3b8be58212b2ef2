"""The walk of a newcomer: home, pattern, challenge all right, badge, board, sign up, everything still there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from quizapp.catalog.models import Mode
from tests.browser.conftest import OpenWindow, Window
from tests.factories.content import RIGHT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("width", "theme", "javascript"),
    [
        (1280, "light", True),
        (360, "dark", True),
        (360, "light", True),
        (1280, "dark", True),
        (360, "light", False),
        (1280, "dark", False),
    ],
)
def test_guest_finishes_a_challenge_and_keeps_everything_at_sign_up(
    open_window: OpenWindow, challenge: Mode, width: int, theme: str, javascript: bool
) -> None:
    name = f"{width}-{theme}{'' if javascript else '-no-javascript'}"
    window = open_window(name, width=width, theme=theme, javascript=javascript)

    _finds_the_challenge(window)
    _solves_every_problem(window)
    badge = _sees_badge_and_board(window)
    _signs_up(window)
    _finds_everything_still_there(window, badge)


def _finds_the_challenge(window: Window) -> None:
    page = window.page
    window.go("/")
    window.looks("home")
    page.get_by_role("link", name="Adding up").first.click()
    window.looks("pattern")
    page.get_by_role("link", name="Test this pattern").click()
    window.looks("challenge")
    page.get_by_role("button", name="Start the challenge").click()


def _solves_every_problem(window: Window) -> None:
    page = window.page
    for position in range(1, 6):
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page).to_have_url(re.compile(rf"/{position}/$"))
        window.looks(f"problem-{position}")
        _choose_right(page)
        page.get_by_role("button", name="Submit").click()
        expect(page.get_by_role("heading", name="Right", exact=True)).to_be_visible()
        window.looks(f"problem-{position}-right")
        if position < 5:
            page.get_by_role("button", name="Next problem").first.click()
    page.get_by_role("link", name="See your result").first.click()
    expect(page.get_by_role("heading", name="All right.")).to_be_visible()
    expect(page.get_by_text("rank 1")).to_be_visible()
    window.looks("result")


def _choose_right(page: Page) -> None:
    page.locator(f'input[value="{RIGHT}"]').check()


def _sees_badge_and_board(window: Window) -> str:
    page = window.page
    page.get_by_role("link", name="See your badge").click()
    expect(page.get_by_role("heading", name="Adder")).to_be_visible()
    expect(page.get_by_text("Only you can see this page")).to_be_visible()
    window.looks("badge")
    badge = page.url
    page.get_by_role("link", name="Board", exact=True).click()
    expect(page.get_by_text("Nobody stands here yet")).to_be_visible()
    window.looks("board-as-guest")
    return badge


def _signs_up(window: Window) -> None:
    page = window.page
    page.get_by_role("link", name="Sign up").click()
    window.looks("sign-up")
    page.locator("input[name=username]").fill("ada-the-guest")
    page.locator("input[name=password1]").fill("a long enough phrase")
    page.locator("input[name=password2]").fill("a long enough phrase")
    page.locator("main button[type=submit], main form button").first.click()
    page.wait_for_url("**/board/**")


def _finds_everything_still_there(window: Window, badge: str) -> None:
    page = window.page
    expect(page.get_by_text("You are rank 1 of 1 with 500 points.")).to_be_visible()
    window.looks("board-as-member")
    page.goto(badge)
    expect(page.get_by_role("heading", name="Adder")).to_be_visible()
    page.get_by_role("button", name="Share this badge").click()
    expect(page.get_by_text("Anybody with this address can see it")).to_be_visible()
    window.looks("badge-shared")
    window.go("/patterns/adding-up/")
    expect(page.get_by_text("All right, 500 points")).to_be_visible()
    window.looks("pattern-after")
    window.go("/account/")
    expect(page.locator("#tally")).to_contain_text("500")
    window.looks("account")
    window.go("/boards/")
    window.looks("boards")
