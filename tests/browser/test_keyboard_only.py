"""Every mode from its page to what it tells, with nothing but the keys that every browser has."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import BelievableSite
from tests.browser.pages import Who

pytestmark = pytest.mark.browser

FARTHEST: Final = 150
"""How often one may have to press Tab."""
PATTERN: Final = "/patterns/pretrained-models/"


def walk_to(page: Page, target: Locator) -> None:
    """Press Tab until ``target`` has the focus, and see that the focus shows."""
    for _ in range(FARTHEST):
        if target.count() and target.first.evaluate("element => element === document.activeElement"):
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    walk_to(page, target)
    page.keyboard.press(key)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name)


def choose(page: Page) -> None:
    expect(button(page, "Submit")).to_be_visible()
    page.wait_for_load_state()
    press(page, page.locator("input[name=choice]"), "Space")


def answers(page: Page) -> None:
    """Choose, submit, and end the problem whatever came of it."""
    choose(page)
    press(page, button(page, "Submit"))
    right = page.get_by_role("heading", name="Right", exact=True)
    expect(page.get_by_text("That was not it").or_(right)).to_be_visible()


def challenge(page: Page) -> None:
    press(page, button(page, "Start the challenge"))
    answers(page)
    if button(page, "Give up").count():
        press(page, button(page, "Give up"))
    press(page, button(page, "Next problem"))
    expect(page).to_have_url(re.compile(r"/2/$"))


def practice(page: Page) -> None:
    press(page, button(page, "Start practicing"))
    choose(page)
    press(page, button(page, "Show the solution"))
    expect(page.get_by_role("heading", name="Explanation")).to_be_visible()


def a_test(page: Page) -> None:
    press(page, button(page, "Start the test"))
    choose(page)
    press(page, button(page, "Submit"))
    expect(page).to_have_url(re.compile(r"/[12]/$"))


def lesson(page: Page) -> None:
    press(page, page.locator("form.commit button"))
    expect(page.get_by_text("You said").first).to_be_visible()


def cheat_sheet(page: Page) -> None:
    press(page, page.locator("summary", has_text="Show the answer"))
    expect(page.locator("details[open]").first).to_be_visible()


def flashcards(page: Page) -> None:
    press(page, page.get_by_text("Show the answer", exact=True))
    press(page, button(page, "Good"))
    expect(page.get_by_text("1 rated today")).to_be_visible()


def explain(page: Page) -> None:
    press(page, page.get_by_role("link", name="Explain it").or_(button(page, "Explain it")).last)
    walk_to(page, page.get_by_role("textbox", name="Your explanation"))
    page.keyboard.type("A head of its own, on features that are there already.")
    press(page, button(page, "I have explained it"))
    press(page, page.get_by_role("checkbox"), "Space")
    press(page, button(page, "Keep these ticks"))
    expect(page.get_by_role("heading", name=re.compile(r"^1 of \d"))).to_be_visible()


def mixed(page: Page) -> None:
    press(page, page.get_by_role("radio", name=re.compile("^10 questions")), "ArrowUp")
    press(page, button(page, "Mix them"))
    press(page, button(page, "Start"))
    expect(button(page, "Submit")).to_be_visible()


MODES: Final[dict[str, Callable[[Page], None]]] = {
    f"{PATTERN}challenge/": challenge,
    f"{PATTERN}practice/": practice,
    f"{PATTERN}test/": a_test,
    f"{PATTERN}lesson/": lesson,
    f"{PATTERN}cheat-sheet/": cheat_sheet,
    f"{PATTERN}flashcards/": flashcards,
    f"{PATTERN}explain/": explain,
    "/mixed/": mixed,
}


@pytest.mark.parametrize("address", MODES)
def test_a_mode_is_walked_through(site: BelievableSite, address: str) -> None:
    with site.window(Who.NEWCOMER, width=1280, theme="light") as window:
        window.page.goto(site.address + address)
        MODES[address](window.page)
