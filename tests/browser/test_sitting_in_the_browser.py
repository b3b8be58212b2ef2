"""What JavaScript adds to a sitting: the clock, swapping in place, and care with the connection."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from quizapp.catalog.models import Mode
from quizapp.sittings.models import Problem, Response, Sitting
from tests.browser.conftest import OpenWindow, Window
from tests.factories import content
from tests.factories.content import RIGHT, WRONG

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

START = "/patterns/adding-up/challenge/"


class LateServer:
    """A server whose clock can be put ahead of the wall's."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> LateServer:
    clock = LateServer()
    monkeypatch.setattr("quizapp.accounts.middleware.clock", clock)
    return clock


def _begin(window: Window) -> Page:
    window.go(START)
    window.page.get_by_role("button", name="Start the challenge").click()
    expect(window.page.get_by_role("button", name="Submit")).to_be_visible()
    window.page.wait_for_load_state()  # by then its scripts listen
    return window.page


def test_clock_runs_on_the_page_and_is_said_only_now_and_then(open_window: OpenWindow, challenge: Mode) -> None:
    window = open_window()
    window.page.clock.install()
    page = _begin(window)
    said = page.locator("[data-countdown-spoken]")

    page.clock.run_for(5_000)
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"1:5\d"))
    expect(said).to_have_text("")
    for mark in (60, 30, 10):
        shown = page.get_by_role("timer").inner_text()
        minutes, seconds = (int(part) for part in shown.split(":"))
        page.clock.run_for((minutes * 60 + seconds - mark) * 1000)
        expect(said).to_have_text(f"{mark} seconds left")


def test_when_the_time_is_up_the_page_asks_the_server(
    open_window: OpenWindow, challenge: Mode, server: LateServer
) -> None:
    window = open_window()
    window.page.clock.install()
    page = _begin(window)

    server.ahead = timedelta(seconds=130)
    page.clock.run_for(130_000)

    expect(page.get_by_role("heading", name="Time is up")).to_be_visible()


def test_what_is_chosen_when_the_time_is_up_is_still_sent(
    open_window: OpenWindow, challenge: Mode, server: LateServer
) -> None:
    window = open_window()
    window.page.clock.install()
    page = _begin(window)
    page.locator(f'input[value="{RIGHT}"]').check()

    server.ahead = timedelta(seconds=119)
    page.clock.run_for(121_000)

    expect(page.get_by_role("heading", name="Right", exact=True)).to_be_visible()


def test_steps_swap_in_place_and_the_new_heading_has_the_focus(open_window: OpenWindow, challenge: Mode) -> None:
    page = _begin(open_window())
    page.evaluate("window.stillHere = true")

    page.locator(f'input[value="{WRONG[0]}"]').check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("That was not it.")).to_be_focused()
    page.get_by_role("button", name="Hint").click()
    expect(page.get_by_text("count your fingers")).to_be_visible()
    page.locator(f'input[value="{RIGHT}"]').check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", name="Right", exact=True)).to_be_focused()
    expect(page.locator("#tally")).to_contain_text("40")
    page.get_by_role("button", name="Next problem").first.click()
    expect(page).to_have_url(re.compile(r"/2/$"))
    expect(page.get_by_role("heading", level=1)).to_be_focused()

    assert page.evaluate("window.stillHere")


def test_a_second_button_while_the_first_is_under_way_is_left_out(open_window: OpenWindow, challenge: Mode) -> None:
    page = _begin(open_window())
    page.locator(f'input[value="{WRONG[0]}"]').check()

    page.evaluate(
        """() => {
            const buttons = [...document.querySelectorAll("#sitting button")];
            for (const name of ["Submit", "Give up"]) buttons.find(each => each.innerText.trim() === name).click();
        }"""
    )

    expect(page.get_by_text("That was not it.")).to_be_visible()
    page.wait_for_timeout(500)  # for what should not have been sent
    problem = Problem.objects.get(position=1)
    assert (problem.ended_at, problem.responses.count()) == (None, 1)


def test_the_way_back_leads_to_the_problem_before(open_window: OpenWindow, challenge: Mode) -> None:
    page = _begin(open_window())
    page.get_by_role("button", name="Give up").click()
    expect(page.get_by_role("heading", name="Given up")).to_be_visible()
    page.get_by_role("button", name="Next problem").first.click()
    expect(page).to_have_url(re.compile(r"/2/$"))

    page.go_back()

    expect(page.get_by_role("heading", name="Given up")).to_be_visible()


def test_submitting_twice_at_once_is_one_attempt(open_window: OpenWindow, challenge: Mode) -> None:
    page = _begin(open_window())
    page.locator(f'input[value="{WRONG[0]}"]').check()

    page.get_by_role("button", name="Submit").dblclick()

    expect(page.get_by_text("1 attempt left, worth 50 points").last).to_be_visible()
    assert Response.objects.count() == 1


def test_a_problem_can_be_answered_with_the_keyboard_alone(open_window: OpenWindow, challenge: Mode) -> None:
    window = open_window()
    page = _begin(window)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "choice":
            break
    while page.evaluate("document.querySelector('[name=choice]:checked')?.value") != RIGHT:
        page.keyboard.press("ArrowDown")

    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Right", exact=True)).to_be_visible()


def test_another_device_sees_the_same_clock(open_window: OpenWindow, challenge: Mode) -> None:
    page = _begin(open_window())
    phone = open_window(width=360)
    phone.page.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]  # what comes out goes in

    phone.page.goto(page.url)

    here, there = (
        int(tab.locator("[data-countdown]").get_attribute("data-countdown") or 0) for tab in (page, phone.page)
    )
    assert 0 <= here - there <= 30
    assert Sitting.objects.count() == 1


def test_code_is_copied_as_it_stands(open_window: OpenWindow, challenge: Mode) -> None:
    window = open_window()
    page = _begin(window)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Give up").click()
    page.get_by_role("button", name="Next problem").first.click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()

    copied = page.evaluate("navigator.clipboard.readText()")

    assert copied.startswith("# case")
    assert "print(f'{2 + 2}" in copied


@pytest.mark.parametrize("path", ["/", "/patterns/adding-up/", START, "/boards/", "/patterns/adding-up/board/"])
@pytest.mark.parametrize("width", [320, 360])
def test_nothing_sticks_out_on_a_narrow_screen(open_window: OpenWindow, challenge: Mode, path: str, width: int) -> None:
    window = open_window("narrow", width=width)
    window.go(path)

    assert window.page.evaluate("document.documentElement.scrollWidth") <= width


def test_controls_are_large_enough_to_hit(open_window: OpenWindow, challenge: Mode) -> None:
    page = _begin(open_window(width=360))

    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, label.choice")]
            .filter(element => !element.closest("p:not(.eyebrow), .skip") || element.classList.contains("button"))
            .map(element => [element.textContent.trim(), element.getBoundingClientRect()])
            .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
            .map(([text, box]) => `${text}: ${box.width} x ${box.height}`)"""
    )

    assert small == []


def test_first_view_of_a_problem_is_small(open_window: OpenWindow, challenge: Mode) -> None:
    window = open_window()
    sizes: dict[str, int] = {}
    page = _begin(window)
    page.wait_for_load_state("networkidle")
    page.on("response", lambda answer: sizes.__setitem__(answer.url, _on_the_wire(answer.body())))

    page.reload(wait_until="networkidle")

    assert sum(sizes.values()) < 60_000, sizes
    assert len(sizes) <= 12, sizes


def _on_the_wire(body: bytes) -> int:
    """Static files are kept compressed, and pages are compressed when they are sent."""
    return len(gzip.compress(body))


def test_a_challenge_can_be_ended_early(open_window: OpenWindow, challenge: Mode) -> None:
    page = _begin(open_window())
    page.get_by_text("End this challenge now").click()

    page.get_by_role("button", name="End it and see the result").click()

    expect(page.get_by_role("heading", name="0 of 5 right.")).to_be_visible()


def test_code_as_a_choice_can_be_read_and_chosen(open_window: OpenWindow, transactional_db: None) -> None:
    pattern = content.pattern("which-code")
    choices = [
        {
            "id": name,
            "code": f"for parameter in model.{name}():\n    parameter.requires_grad = False",
            "rationale": "R.",
        }
        for name in ("parameters", "modules", "children")
    ]
    content.practice(pattern, problems=1, kind="which-code", choices=choices, key="parameters")
    window = open_window("which-code", width=360)
    window.go("/patterns/which-code/practice/")
    window.page.get_by_role("button", name="Start practicing").click()
    window.looks("open")
    window.page.locator('input[value="parameters"]').check()
    window.page.get_by_role("button", name="Submit").click()

    expect(window.page.get_by_role("heading", name="Right", exact=True)).to_be_visible()
    window.looks("right")
