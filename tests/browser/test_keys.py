"""Single keys: what they do, that they can be switched off, and that typing is left alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from quizapp.catalog.models import Mode
from quizapp.progress.models import StudySettings
from quizapp.sittings.models import Response
from tests.browser.conftest import OpenWindow, Window
from tests.factories import content

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _begin(window: Window) -> Page:
    window.go("/patterns/adding-up/challenge/")
    window.page.get_by_role("button", name="Start the challenge").click()
    expect(window.page.get_by_role("button", name="Submit")).to_be_visible()
    window.page.wait_for_load_state()  # by then its scripts listen
    return window.page


def _chosen(page: Page) -> int:
    """Which place the choice has, from 1; 0 where none is chosen."""
    chosen = page.evaluate("[...document.querySelectorAll('[name=choice]')].findIndex(each => each.checked) + 1")
    assert isinstance(chosen, int)
    return chosen


def test_letters_and_numbers_choose_enter_submits_h_hints_n_goes_on(open_window: OpenWindow, challenge: Mode) -> None:
    page = _begin(open_window())

    page.keyboard.press("b")
    assert _chosen(page) == 2
    page.keyboard.press("4")
    assert _chosen(page) == 4
    page.keyboard.press("h")
    expect(page.get_by_text("count your fingers")).to_be_visible()
    place = page.evaluate(
        "[...document.querySelectorAll('[name=choice]')].findIndex(each => each.value === 'four') + 1"
    )
    page.keyboard.press(str(place))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Right", exact=True)).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_role("button", name="Submit")).to_be_visible()

    assert Response.objects.count() == 1


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "dark")])
def test_question_mark_lists_them_and_they_rest_while_it_is_open(
    open_window: OpenWindow, challenge: Mode, width: int, theme: str
) -> None:
    window = open_window(f"keys/{width}-{theme}", width=width, theme=theme)
    page = _begin(window)

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    expect(page.get_by_text("take the hint, at its price")).to_be_visible()
    window.looks("help")
    page.keyboard.press("a")
    assert _chosen(page) == 0
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("a")
    assert _chosen(page) == 1


def test_a_guest_switches_them_off_and_on_again(open_window: OpenWindow, challenge: Mode) -> None:
    page = _begin(open_window())
    problem = page.url
    page.keyboard.press("?")
    with page.expect_navigation(wait_until="networkidle"):
        page.get_by_role("button", name="Switch keys off").click()

    page.keyboard.press("a")

    assert _chosen(page) == 0
    assert not StudySettings.objects.get().shortcuts
    page.goto(problem.split("/sittings/")[0] + "/study-settings/")
    page.get_by_label("Single keys choose, submit and rate").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Keep these settings").click()
    page.goto(problem)
    page.keyboard.press("a")
    assert _chosen(page) == 1


def test_they_do_nothing_with_modifiers_or_where_one_types(open_window: OpenWindow, challenge: Mode) -> None:
    page = _begin(open_window())

    page.keyboard.press("Control+b")
    assert _chosen(page) == 0
    page.evaluate(
        """() => {
            const field = document.createElement("textarea");
            document.querySelector("main").append(field);
            field.focus();
        }"""
    )
    page.keyboard.type("ab?")

    assert _chosen(page) == 0
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_cards_have_their_own_list(open_window: OpenWindow, transactional_db: None) -> None:
    pattern = content.pattern("adding-up")
    content.mode(pattern, "flashcards", [content.published_card(pattern) for _ in range(2)])
    window = open_window()
    window.go("/patterns/adding-up/flashcards/")

    window.page.keyboard.press("?")

    expect(window.page.get_by_text("rate how well you remembered")).to_be_visible()


def test_the_clock_can_be_hidden_and_stays_hidden(open_window: OpenWindow, challenge: Mode) -> None:
    window = open_window("clock-hidden", width=360)
    page = _begin(window)

    with page.expect_response("**/study-settings/switch/"):
        page.get_by_role("button", name="Hide the clock").click()
    expect(page.get_by_role("timer")).to_be_hidden()
    window.looks("hidden")
    page.reload()

    expect(page.get_by_role("timer")).to_be_hidden()
    with page.expect_response("**/study-settings/switch/"):
        page.get_by_role("button", name="Show the clock").click()
    expect(page.get_by_role("timer")).to_be_visible()


def test_the_clock_can_be_hidden_without_javascript(open_window: OpenWindow, challenge: Mode) -> None:
    page = _begin(open_window(javascript=False))

    page.get_by_role("button", name="Hide the clock").click()

    expect(page.get_by_role("timer")).to_be_hidden()
    expect(page.get_by_role("button", name="Submit")).to_be_visible()
