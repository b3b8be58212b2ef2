"""Each way to study, walked as a learner would: wide and narrow, light and dark, with JavaScript and without."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from quizapp.catalog.models import Pattern
from quizapp.progress.models import Answer, Schedule
from tests.browser.conftest import OpenWindow, Window
from tests.factories import content
from tests.factories.content import RIGHT, WRONG
from tests.factories.lessons import lesson_mode
from tests.factories.sittings import policy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WINDOWS: Final = [(1280, "light", True), (360, "dark", True), (360, "light", False), (1280, "dark", False)]


@pytest.fixture
def pattern(transactional_db: None) -> Pattern:
    return content.pattern("adding-up", summary="Sums that everybody can do, to see how a pattern is studied.")


@pytest.fixture(params=WINDOWS, ids=lambda window: f"{window[0]}-{window[1]}{'' if window[2] else '-no-javascript'}")
def window(request: pytest.FixtureRequest, open_window: OpenWindow) -> Window:
    width, theme, javascript = request.param
    name = f"study/{request.node.originalname.removeprefix('test_')}/{request.node.callspec.id}"
    return open_window(name, width=width, theme=theme, javascript=javascript)


def cheat_sheet(pattern: Pattern) -> None:
    code = "Call the method with the underscore:\n\n```python\nmodel.requires_grad_(False)\n```"
    items = [
        *(content.published_card(pattern, level=level) for level in ("beginner", "intermediate", "advanced")),
        content.published_card(pattern, front="How do you freeze *all* parameters?", back=code),
        *(content.published_question(pattern) for _ in range(3)),
        content.published_open_question(pattern, "why-carry"),
    ]
    content.mode(pattern, "cheat-sheet", items)
    content.mode(pattern, "explain", items[-1:])


def test_cheat_sheet(window: Window, pattern: Pattern) -> None:
    cheat_sheet(pattern)
    page = window.page
    window.go("/patterns/adding-up/")
    window.looks("pattern")
    page.locator("main").get_by_role("link", name="Cheat sheet").first.click()
    expect(page.get_by_role("heading", level=1, name="Adding up - Cheat sheet")).to_be_visible()
    page.locator("details.recall summary").first.click()
    window.looks("sheet")
    if window.javascript:
        page.get_by_role("button", name="Show all answers").click()
        expect(page.get_by_text("Call the method with the underscore")).to_be_visible()
        window.looks("sheet-unfolded")
        page.get_by_role("button", name="Hide all answers").click()
    page.emulate_media(media="print")
    expect(page.get_by_text("Call the method with the underscore")).to_be_visible()
    window.looks("sheet-printed")
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Start the quick quiz").click()
    page.locator(f'input[value="{WRONG[0]}"]').check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("That was not it")).to_be_visible()
    page.locator(f'input[value="{RIGHT}"]').check()
    page.get_by_role("button", name="Submit").click()
    page.get_by_text("Step 2 of 2").click()
    expect(page.get_by_text("Final answer")).to_be_visible()
    window.looks("quiz")


def test_explain_it(window: Window, pattern: Pattern) -> None:
    cheat_sheet(pattern)
    page = window.page
    window.go("/patterns/adding-up/explain/")
    window.looks("list")
    page.get_by_role("link", name="Explain it", exact=True).last.click()
    page.get_by_text("A nudge").click()
    page.locator("textarea").fill("Ten ones make a ten. " * 12)
    window.looks("writing")
    page.get_by_role("button", name="I have explained it").click()
    expect(page.get_by_role("heading", name="What did you cover?")).to_be_visible()
    for number in range(4):
        page.locator(f'input[name=covered][value="{number}"]').check()
    window.looks("ticking")
    page.get_by_role("button", name="Keep these ticks").click()
    expect(page.get_by_role("heading", name="4 of 5 concepts")).to_be_visible()
    window.looks("ticked")
    page.go_back()
    page.reload()
    window.go("/patterns/adding-up/explain/")
    expect(page.get_by_text("last time 4 of 5 concepts")).to_be_visible()


def test_flashcards(window: Window, pattern: Pattern) -> None:
    cards = [
        content.published_card(pattern, front=f"What is *{n}* plus {n}?", back=f"It is `{n + n}`.") for n in range(4)
    ]
    content.mode(pattern, "flashcards", cards)
    page = window.page
    window.go("/patterns/adding-up/flashcards/")
    window.looks("front")
    if window.javascript:
        page.keyboard.press("Space")
        expect(page.get_by_role("button", name="Good")).to_be_visible()
        window.looks("back")
        page.keyboard.press("3")
    else:
        page.get_by_text("Show the answer", exact=True).click()
        window.looks("back")
        page.get_by_role("button", name="Good").click()
    expect(page.get_by_text("1 rated today")).to_be_visible()
    expect(page.get_by_text("You rated the last card Good.")).to_be_visible()
    if window.javascript:
        page.keyboard.press("u")
    else:
        page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("0 rated today")).to_be_visible()
    for number in range(1, 5):
        page.get_by_text("Show the answer", exact=True).click()
        page.get_by_role("button", name="Easy").click()
        expect(page.get_by_text(f"{number} rated today")).to_be_visible()
    expect(page.get_by_role("heading", name="Done for now")).to_be_visible()
    window.looks("done")
    page.go_back()
    window.go("/review/cards/")
    window.looks("all-patterns")
    assert Answer.objects.filter(undone_at__isnull=True).count() == 4


def test_keys_are_left_alone_where_one_types_or_turned_them_off(open_window: OpenWindow, pattern: Pattern) -> None:
    content.mode(pattern, "flashcards", [content.published_card(pattern) for _ in range(3)])
    window = open_window("study/keys")
    page = window.page
    window.go("/patterns/adding-up/flashcards/")
    page.get_by_role("link", name="Learn").focus()
    page.keyboard.press("Control+3")
    page.keyboard.press("3")  # the answer is not shown yet
    assert not Answer.objects.exists()
    window.go("/study-settings/")
    page.get_by_label("Single keys choose, submit and rate").uncheck()
    page.get_by_role("button", name="Keep these settings").click()
    window.looks("settings")
    window.go("/patterns/adding-up/flashcards/")
    page.locator("body").press("Space")
    expect(page.get_by_role("button", name="Good")).not_to_be_visible()


def test_practice(window: Window, pattern: Pattern) -> None:
    for level in ("expert", "beginner"):
        content.published_question(pattern, level=level)
    content.mode(pattern, "practice", list(pattern.items.order_by("-pk")))
    page = window.page
    window.go("/patterns/adding-up/practice/")
    window.looks("start")
    page.get_by_role("button", name="Start practicing").click()
    expect(page.get_by_text("1/2")).to_be_visible()
    page.get_by_role("button", name="Hint").click()
    expect(page.get_by_text("count your fingers")).to_be_visible()
    page.locator(f'input[value="{WRONG[0]}"]').check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Rationale of five")).to_be_visible()
    expect(page.locator(f'input[value="{WRONG[0]}"]')).to_have_count(0)
    window.looks("crossed-out")
    page.locator(f'input[value="{RIGHT}"]').check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("First step")).to_be_visible()
    expect(page.get_by_text("Second step")).not_to_be_visible()
    window.looks("first-step")
    page.get_by_text("Step 2 of 2").click()
    for said in ("Second step", "Final answer", "Quick check", "Mnemonic"):
        expect(page.get_by_text(said).first).to_be_visible()
    window.looks("solution")
    page.get_by_role("button", name="Next problem").first.click()
    page.get_by_role("button", name="Show the solution").click()
    page.get_by_role("link", name="See your result").first.click()
    expect(page.get_by_role("heading", name="1 of 2 right.")).to_be_visible()
    window.looks("result")


def test_what_is_kept_back_meanwhile_is_passed_over(window: Window, pattern: Pattern) -> None:
    first, second = (content.published_question(pattern) for _ in range(2))
    content.mode(pattern, "practice", [first, second])
    page = window.page
    window.go("/patterns/adding-up/practice/")
    page.get_by_role("button", name="Start practicing").click()
    page.locator(f'input[value="{RIGHT}"]').check()
    policy(
        mode=content.mode(pattern, "challenge", [first]),
        reveal="at-close",
        attempts=1,
        closes_at=timezone.now() + timedelta(hours=1),
    )
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Your answer cost you nothing.")).to_be_visible()
    expect(page.get_by_role("heading", name="A question that is kept back for now")).to_be_visible()
    window.looks("kept-back")
    page.get_by_role("button", name="Next problem").first.click()
    page.locator(f'input[value="{RIGHT}"]').check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", name="Right", exact=True)).to_be_visible()
    page.get_by_text("End this practice now").click()
    page.get_by_role("button", name="End it and see the result").click()
    expect(page.get_by_text("A question that is kept back for now")).to_be_visible()
    window.looks("result")


def test_test(window: Window, pattern: Pattern) -> None:
    levels = ("beginner", "intermediate", "advanced")
    items = [content.published_question(pattern, level=level) for level in levels for _ in range(8)]
    content.mode(pattern, "test", items)
    content.practice(pattern)
    page = window.page
    window.go("/patterns/adding-up/")
    window.looks("pattern")
    page.get_by_role("link", name="Test this pattern").first.click()
    window.looks("start")
    page.get_by_role("button", name="Start the test").click()
    for position in range(1, 11):
        page.locator(f'input[value="{WRONG[0] if position in {3, 9} else RIGHT}"]').check()
        page.get_by_role("button", name="Submit").click()
        expect(
            page.get_by_role("heading", name="Answer kept" if position < 10 else "Right", exact=True)
        ).to_be_visible()
        if position == 3:
            window.looks("kept")
        if position < 10:
            page.get_by_role("button", name="Next problem").first.click()
    page.get_by_role("link", name="See your result").first.click()
    expect(page.get_by_role("heading", name="This pattern is strong.")).to_be_visible()
    expect(page.get_by_text("What you missed, and what helps with it:")).to_be_visible()
    window.looks("result")


def test_lesson(window: Window, pattern: Pattern) -> None:
    lesson_mode(pattern)
    page = window.page
    window.go("/patterns/adding-up/")
    page.get_by_role("link", name="Start learning").click()
    expect(page.get_by_role("heading", level=1, name="Adding up - Lesson")).to_be_visible()
    expect(page.get_by_text("Pour the jug in either order.")).not_to_be_visible()
    window.looks("closed")
    page.get_by_role("button", name="It is larger.").click()
    expect(page.get_by_text("You said: It is larger.")).to_be_visible()
    expect(page.get_by_text("Pour the jug in either order.")).to_be_visible()
    page.get_by_role("button", name="Yes").first.click()
    expect(page.get_by_text("Adding zero changes nothing.")).to_be_visible()
    window.looks("committed")
    page.go_back()
    window.go("/patterns/adding-up/lesson/")
    expect(page.get_by_text("You said: It is larger.")).to_be_visible()
    page.get_by_role("link", name="Show everything").click()
    expect(page.get_by_text("They are joined.")).to_be_visible()
    window.looks("everything")


def test_mixed(window: Window, open_window: OpenWindow, pattern: Pattern) -> None:
    content.practice(pattern)
    content.practice(content.pattern("taking-away"), problems=3, level="expert")
    page = window.page
    window.go("/review/")
    page.get_by_role("link", name="Mixed questions").click()
    page.get_by_text("Taking away").click()
    page.get_by_text("5 questions in 5 minutes").click()
    window.looks("form")
    page.get_by_role("button", name="Mix them").click()
    expect(page.get_by_role("heading", name="3 questions in 3 minutes")).to_be_visible()
    window.looks("selection")
    shared = page.locator(".address").inner_text()
    page.get_by_role("button", name="Start").click()
    expect(page.locator("[data-countdown]")).to_be_visible()
    window.looks("question")
    title = page.get_by_role("heading", level=1).inner_text()
    for position in range(1, 4):
        page.locator(f'input[value="{RIGHT}"]').check()
        page.get_by_role("button", name="Submit").click()
        if position < 3:
            page.get_by_role("button", name="Next problem").first.click()
            expect(page.locator("[data-countdown]")).to_be_visible()
    page.get_by_role("link", name="See your result").first.click()
    expect(page.get_by_role("heading", name="All right.")).to_be_visible()
    window.looks("result")
    other = open_window("study/mixed/other", javascript=window.javascript)
    other.page.goto(shared)
    other.page.get_by_role("button", name="Start").click()
    expect(other.page.get_by_role("heading", level=1)).to_have_text(title)


def test_review(window: Window, pattern: Pattern) -> None:
    content.practice(pattern, problems=2)
    page = window.page
    window.go("/patterns/adding-up/practice/")
    page.get_by_role("button", name="Start practicing").click()
    page.locator(f'input[value="{WRONG[0]}"]').check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("That was not it")).to_be_visible()
    page.locator(f'input[value="{RIGHT}"]').check()
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("button", name="Bookmark").click()
    expect(page.get_by_role("button", name="Remove the bookmark")).to_be_visible()
    Schedule.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    window.go("/review/")
    expect(page.get_by_text("1 question due")).to_be_visible()
    window.looks("study")
    page.get_by_role("button", name="Review questions").click()
    page.locator(f'input[value="{RIGHT}"]').check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", name="Right", exact=True)).to_be_visible()
    window.looks("reviewed")
    window.go("/history/")
    expect(page.get_by_text("You said:")).to_have_count(2)
    window.looks("history")
    window.go("/bookmarks/")
    window.looks("bookmarks")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No bookmarks yet.")).to_be_visible()
    window.go("/progress/")
    expect(page.get_by_text("1 of 2 right, 1 met")).to_be_visible()
    window.looks("progress")
    window.go("/study-settings/")
    window.looks("settings")


def test_challenge_without_its_clock(window: Window, pattern: Pattern) -> None:
    made = content.challenge(pattern, problems=1)
    made.badge_icon = "head-start"
    made.save()
    page = window.page
    window.go("/patterns/adding-up/challenge/")
    window.looks("start")
    page.get_by_role("button", name="Take it without the clock").click()
    expect(page.locator("[data-countdown]")).to_have_count(0)
    page.locator(f'input[value="{RIGHT}"]').check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", name="Right", exact=True)).to_be_visible()
    page.get_by_role("link", name="See your result").first.click()
    expect(page.get_by_text("of 100 points")).to_be_visible()
    window.looks("result")
