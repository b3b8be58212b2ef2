"""No answer is lost: the connection goes, the page is reloaded, the phone sleeps; and what came too late is said."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from quizapp.catalog.models import Mode
from quizapp.sittings.models import Problem, Response
from tests.browser.conftest import OpenWindow, Window
from tests.factories import content
from tests.factories.content import RIGHT, WRONG

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Server:
    """A server whose clock can be put ahead of the wall's."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    clock = Server()
    monkeypatch.setattr("quizapp.accounts.middleware.clock", clock)
    return clock


def _begin(window: Window, mode: str = "challenge", button: str = "Start the challenge") -> Page:
    window.go(f"/patterns/adding-up/{mode}/")
    window.page.get_by_role("button", name=button).click()
    expect(window.page.get_by_role("button", name="Submit")).to_be_visible()
    window.page.wait_for_load_state()  # by then its scripts listen
    return window.page


def _submits_offline(window: Window, choice: str = RIGHT) -> None:
    window.page.locator(f'input[value="{choice}"]').check()
    window.page.context.set_offline(True)
    window.page.get_by_role("button", name="Submit").click()
    expect(window.page.get_by_text("Your answer is kept in this browser")).to_be_visible()


def _goes_online(window: Window) -> None:
    window.page.context.set_offline(False)
    window.complaints.clear()  # the browser itself complains about the connection


def test_an_answer_is_sent_by_itself_when_the_connection_is_back(open_window: OpenWindow, challenge: Mode) -> None:
    window = open_window("lost-connection", width=360)
    page = _begin(window)
    page.evaluate("window.stillHere = true")
    _submits_offline(window)
    window.looks("waiting")

    _goes_online(window)

    expect(page.get_by_role("heading", name="Right", exact=True)).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    window.looks("saved")
    assert page.evaluate("window.stillHere")
    assert Response.objects.count() == 1


def test_an_answer_survives_a_reload(open_window: OpenWindow, challenge: Mode) -> None:
    window = open_window()
    page = _begin(window)
    _submits_offline(window)
    window.page.route("**/answer/", lambda route: route.abort())
    _goes_online(window)
    page.wait_for_timeout(300)
    window.page.unroute("**/answer/")

    page.reload()

    expect(page.get_by_role("heading", name="Right", exact=True)).to_be_visible()
    assert Response.objects.count() == 1
    window.complaints.clear()


def test_an_answer_is_sent_from_the_page_of_another_problem(open_window: OpenWindow, transactional_db: None) -> None:
    content.practice(content.pattern("adding-up"))
    window = open_window()
    page = _begin(window, "practice", "Start practicing")
    _submits_offline(window)
    window.page.route("**/1/answer/", lambda route: route.abort())
    _goes_online(window)
    page.goto(re.sub(r"/1/$", "/2/", page.url))
    expect(page.get_by_text("Your answer is kept in this browser")).to_be_visible()
    window.page.unroute("**/1/answer/")

    page.evaluate("window.dispatchEvent(new Event('online'))")

    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert Problem.objects.get(position=1).ended_because == Problem.Ended.SOLVED
    window.complaints.clear()


def test_an_answer_whose_reply_got_lost_counts_once(open_window: OpenWindow, challenge: Mode) -> None:
    window = open_window()
    page = _begin(window)
    lost: list[int] = []

    def loses_the_first_reply(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    page.route("**/answer/", loses_the_first_reply)
    page.locator(f'input[value="{WRONG[0]}"]').check()
    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_text("1 attempt left, worth 50 points").last).to_be_visible()
    assert lost == [200]
    assert Response.objects.count() == 1
    window.complaints.clear()


def test_what_came_too_late_is_said(open_window: OpenWindow, challenge: Mode, server: Server) -> None:
    window = open_window("came-too-late", theme="dark")
    page = _begin(window)
    _submits_offline(window)
    server.ahead = timedelta(seconds=150)

    _goes_online(window)

    expect(page.get_by_role("heading", name="Time is up")).to_be_visible()
    expect(page.get_by_text(re.compile(r"reached us \d+ seconds after the time was up"))).to_be_visible()
    window.looks("late")
    assert Response.objects.count() == 0


def test_a_phone_that_slept_over_the_deadline_shows_how_the_problem_ended(
    open_window: OpenWindow, challenge: Mode, server: Server
) -> None:
    window = open_window(width=360)
    window.page.clock.install()
    page = _begin(window)
    page.evaluate("window.stillHere = true")
    said = page.locator("[data-countdown-spoken]")

    server.ahead = timedelta(minutes=10)
    page.clock.fast_forward("10:00")
    expect(said).to_have_text("")  # none of the marks it slept over is true any more
    page.clock.run_for(5_000)

    expect(page.get_by_role("heading", name="Time is up")).to_be_visible()
    assert page.evaluate("window.stillHere")


def test_a_choice_not_sent_yet_survives_hint_and_reload(open_window: OpenWindow, challenge: Mode) -> None:
    page = _begin(open_window())
    page.locator(f'input[value="{RIGHT}"]').check()

    page.get_by_role("button", name="Hint").click()
    expect(page.get_by_text("count your fingers")).to_be_visible()
    expect(page.locator(f'input[value="{RIGHT}"]')).to_be_checked()
    page.reload()

    expect(page.locator(f'input[value="{RIGHT}"]')).to_be_checked()
    assert Response.objects.count() == 0


def test_a_server_that_fails_for_a_moment_gets_the_answer_again(open_window: OpenWindow, challenge: Mode) -> None:
    window = open_window()
    page = _begin(window)
    page.route("**/answer/", lambda route: route.fulfill(status=503), times=1)
    page.locator(f'input[value="{RIGHT}"]').check()

    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_role("heading", name="Right", exact=True)).to_be_visible()
    window.complaints.clear()
