"""The review: what went wrong comes back, and what was done can be looked up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from quizapp.catalog.models import Item, ItemRevision, Mode
from quizapp.progress.models import Answer, Schedule
from quizapp.sittings.models import Sitting
from tests.factories import content
from tests.factories.content import RIGHT, WRONG
from tests.factories.lessons import lesson_mode
from tests.factories.people import NOW
from tests.factories.sittings import policy
from tests.modes.conftest import Clock, Visitor

Reader = Callable[[str], str]
DAY = 24 * 3600


@pytest.fixture
def practice(db: None) -> Mode:
    return content.practice(content.pattern("adding-up"))


def gets_wrong(ada: Visitor, practice: Mode, positions: range) -> Sitting:
    sitting = ada.start(practice)
    for position in range(1, 6):
        ada.does("open", position)
        if position in positions:
            ada.answers(position, WRONG[0])
        ada.answers(position, RIGHT)
    return sitting


def reviews(ada: Visitor) -> Any:
    response = ada.client.post(reverse("review-start"), {"start_key": uuid4()})
    if "/sittings/" in response["Location"]:
        ada.sitting = Sitting.objects.get(public_id=response["Location"].split("/")[-2])
    return response


def test_a_newcomer_finds_nothing_due(ada: Visitor, practice: Mode, read: Reader) -> None:
    page = read(ada.see("study"))

    assert "0 cards due" in page
    assert "0 questions due" in page
    assert "learner" not in ada.client.cookies


def test_what_went_wrong_comes_back_and_goes_further_away_once_it_is_right(
    ada: Visitor, practice: Mode, clock: Clock, read: Reader
) -> None:
    gets_wrong(ada, practice, range(2, 4))
    clock.advance(3600)
    assert "2 questions due" in read(ada.see("study"))

    reviews(ada)
    assert ada.sitting is not None
    assert ada.sitting.problems.count() == 2
    ada.answers(1, RIGHT)
    ada.does("open", 2)
    ada.answers(2, WRONG[0])
    ada.answers(2, RIGHT)

    right, wrong = Schedule.objects.order_by("item")
    assert right.due_at > wrong.due_at
    assert "2/2" in read(ada.see("sitting-result", ada.sitting.public_id))
    assert "0 questions due" in read(ada.see("study"))


@pytest.mark.parametrize("change", ["retired", "withdrawn", "kept back"])
def test_what_cannot_be_asked_is_not_counted_as_due(
    ada: Visitor, practice: Mode, clock: Clock, read: Reader, change: str
) -> None:
    gets_wrong(ada, practice, range(2, 4))
    clock.advance(3600)
    item = Schedule.objects.order_by("pk").select_related("item__published")[0].item
    assert item.published is not None
    if change == "retired":
        Item.objects.filter(pk=item.pk).update(retired_at=NOW)
    elif change == "withdrawn":
        ItemRevision.objects.filter(pk=item.published.pk).update(withdrawn_at=NOW)
    else:
        exam = content.mode(practice.pattern, "challenge", [item])
        policy(mode=exam, reveal="at-close", attempts=1, closes_at=clock.now + timedelta(hours=1))

    assert "1 question due" in read(ada.see("study"))
    reviews(ada)
    assert ada.sitting is not None
    assert ada.sitting.problems.count() == 1


def test_an_open_review_is_gone_on_with(ada: Visitor, practice: Mode, clock: Clock, read: Reader) -> None:
    gets_wrong(ada, practice, range(1, 3))
    clock.advance(3600)

    assert reviews(ada)["Location"] == reviews(ada)["Location"]
    assert "Go on" in read(ada.see("study"))


def test_a_review_of_nothing_says_so(ada: Visitor, practice: Mode, read: Reader) -> None:
    response = reviews(ada)

    assert "No question is due just now." in read(ada.client.get(response["Location"]).content.decode())


def test_explanations_that_are_due_are_listed(ada: Visitor, clock: Clock, read: Reader, db: None) -> None:
    pattern = content.pattern("adding-up")
    item = content.published_open_question(pattern, "why-carry")
    content.mode(pattern, "explain", [item])
    data = {"text": "Ten.", "key": uuid4(), "revision": item.published_id}
    ada.client.post(reverse("explain-write", args=["adding-up", "why-carry"]), data)
    ada.client.post(reverse("explanation-tick", args=[data["key"]]), {"covered": [0]})
    clock.advance(DAY)

    assert "1 to explain again" in read(ada.see("study"))


class TestHistory:
    """Everything that was answered, bound to the revision that was seen."""

    def test_an_entry_tells_what_was_chosen_and_what_came_of_it(
        self, ada: Visitor, practice: Mode, read: Reader
    ) -> None:
        sitting = gets_wrong(ada, practice, range(1, 2))

        page = ada.see("history")

        assert read(page).count("Adding up, part") == 5
        assert "You said: 5 (" in read(page)
        assert ", then 4 (" in read(page)
        assert f"/sittings/{sitting.public_id}/1/" in page

    def test_what_changed_or_was_retired_is_said_and_still_shown_as_it_was(
        self, ada: Visitor, practice: Mode, read: Reader
    ) -> None:
        gets_wrong(ada, practice, range(1, 2))
        changed, retired = practice.items.order_by("placements__position")[:2]
        content.drafted_revision(changed, content.question(99))
        Item.objects.filter(pk=changed.pk).update(published=changed.revisions.first())
        Item.objects.filter(pk=retired.pk).update(retired_at=NOW)

        page = read(ada.see("history"))

        assert "changed since" in page
        assert "no longer asked" in page
        assert "part 99" not in page

    def test_it_is_ones_own(self, ada: Visitor, practice: Mode, read: Reader) -> None:
        gets_wrong(ada, practice, range(0))

        assert "Nothing here yet" in read(Visitor().see("history"))

    def test_it_goes_back_page_by_page(self, ada: Visitor, practice: Mode, clock: Clock, read: Reader) -> None:
        for _ in range(7):
            gets_wrong(ada, practice, range(0))
            clock.advance(60)
        first = ada.see("history")
        before = first.split('href="?before=')[1].split('"')[0]

        second = ada.client.get(reverse("history"), {"before": before}).content.decode()

        assert read(first).count("Adding up, part") == 25
        assert read(second).count("Adding up, part") == 10
        assert 'href="?before=' not in second

    @pytest.mark.parametrize("before", ["", "x", "-1", "9" * 30, "0", "²"])
    def test_a_page_that_is_none_is_the_first(self, ada: Visitor, practice: Mode, before: str) -> None:
        gets_wrong(ada, practice, range(0))

        assert ada.client.get(reverse("history"), {"before": before}).status_code == 200

    def test_it_takes_no_more_queries_as_it_grows(
        self, ada: Visitor, practice: Mode, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(4):
            gets_wrong(ada, practice, range(1, 3))

        with django_assert_max_num_queries(7):
            ada.see("history")


class TestBookmarks:
    """Questions and cards to be found again."""

    def keeps(self, ada: Visitor, item: Item, kept: str = "yes", back: str = "") -> Any:
        data = {"revision": item.published_id, "kept": kept, "back": back}
        return ada.client.post(reverse("bookmark"), data)

    def test_kept_once_and_dropped(self, ada: Visitor, practice: Mode, read: Reader) -> None:
        item = practice.items.first()
        assert item is not None
        for _ in range(2):
            self.keeps(ada, item)
        assert read(ada.see("bookmarks")).count("Remove") == 1

        self.keeps(ada, item, "no")

        assert "No bookmarks yet" in read(ada.see("bookmarks"))

    def test_an_answered_question_leads_to_where_it_was_answered(self, ada: Visitor, practice: Mode) -> None:
        sitting = gets_wrong(ada, practice, range(0))
        assert "Bookmark" in ada.problem(1)
        item = practice.items.order_by("placements__position").first()
        assert item is not None
        response = self.keeps(ada, item, back=f"/sittings/{sitting.public_id}/1/")

        assert response["Location"] == f"/sittings/{sitting.public_id}/1/"
        assert f"/sittings/{sitting.public_id}/1/" in ada.see("bookmarks")
        assert "Remove the bookmark" in ada.problem(1)

    @pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
    def test_it_leads_to_no_other_site(self, ada: Visitor, practice: Mode, back: str) -> None:
        item = practice.items.first()
        assert item is not None

        assert self.keeps(ada, item, back=back)["Location"] == "/bookmarks/"

    @pytest.mark.parametrize(("page", "title"), [("lesson", "Lesson: Adding up"), ("explain-prompt", "Explain sum")])
    def test_a_lesson_and_an_open_question_lead_back_to_themselves(
        self, ada: Visitor, practice: Mode, page: str, title: str
    ) -> None:
        lesson = lesson_mode(practice.pattern).items.get()
        explained = content.published_open_question(practice.pattern)
        content.mode(practice.pattern, "explain", [explained])
        item, args = (lesson, ["adding-up"]) if page == "lesson" else (explained, ["adding-up", explained.slug])
        self.keeps(ada, item)

        assert "Remove the bookmark" in ada.see(page, *args)
        assert title in ada.see("bookmarks")
        assert f'href="{reverse(page, args=args)}"' in ada.see("bookmarks")

    def test_an_open_problem_offers_none(self, ada: Visitor, practice: Mode) -> None:
        ada.start(practice)

        assert "Bookmark" not in ada.problem(1)

    def test_it_takes_no_more_queries_as_it_grows(
        self, ada: Visitor, practice: Mode, django_assert_max_num_queries: Any
    ) -> None:
        for item in practice.items.all():
            self.keeps(ada, item)

        with django_assert_max_num_queries(8):
            ada.see("bookmarks")


class TestSettings:
    """How a learner wants to study."""

    DEFAULTS = {"new_cards_a_day": 10, "reviews_a_day": 100, "extra_time": "1.0", "shortcuts": "on"}

    def keeps(self, ada: Visitor, **changes: Any) -> Any:
        return ada.client.post(reverse("study-settings-keep"), self.DEFAULTS | changes)

    def test_they_are_kept(self, ada: Visitor, read: Reader) -> None:
        self.keeps(ada, new_cards_a_day=3, extra_time="1.5")

        page = ada.see("study-settings")
        assert 'value="3"' in page
        assert '<option value="1.5" selected>' in page

    def test_extra_time_lengthens_the_clock(self, ada: Visitor, challenge: Mode) -> None:
        self.keeps(ada, extra_time="2.0")

        assert ada.start(challenge).problems.first().seconds == 240  # type: ignore[union-attr]

    @pytest.mark.parametrize("changes", [{"extra_time": "0.5"}, {"extra_time": "99"}, {"reviews_a_day": -1}])
    def test_what_is_not_offered_is_refused(self, ada: Visitor, changes: dict[str, Any]) -> None:
        assert self.keeps(ada, **changes).status_code == 422

    def test_the_streak_can_be_hidden(self, ada: Visitor, practice: Mode, read: Reader) -> None:
        gets_wrong(ada, practice, range(0))
        assert "in a row" in ada.see("home")

        self.keeps(ada, streak_hidden="on")

        assert "in a row" not in ada.see("home")


def test_progress_counts_each_question_and_card_once(ada: Visitor, practice: Mode, read: Reader) -> None:
    gets_wrong(ada, practice, range(0))
    gets_wrong(ada, practice, range(1, 2))
    content.mode(practice.pattern, "flashcards", [content.published_card(practice.pattern)])

    page = read(ada.see("progress"))

    assert "5 of 6 right, 5 met" in page
    assert Answer.objects.count() == 10


def test_progress_takes_no_more_queries_as_the_catalogue_grows(
    ada: Visitor, practice: Mode, django_assert_max_num_queries: Any
) -> None:
    gets_wrong(ada, practice, range(0))
    for _ in range(10):
        content.practice(content.pattern())

    with django_assert_max_num_queries(10):
        ada.see("progress")


class TestWithoutTheClock:
    """A challenge taken without its clock."""

    def begins(self, ada: Visitor, challenge: Mode) -> None:
        data = {"start_key": uuid4(), "untimed": "on"}
        ada.client.post(reverse("challenge-start", args=[challenge.pattern.slug]), data)
        ada.sitting = Sitting.objects.latest("pk")

    def test_everything_but_the_clock_is_as_ever(self, ada: Visitor, challenge: Mode, read: Reader) -> None:
        assert "Take it without the clock" in read(ada.see("challenge", "adding-up"))
        self.begins(ada, challenge)
        page = ada.problem(1)
        assert "data-countdown" not in page
        assert "2 attempts left, worth 100 points" in read(page)
        ada.solves_all()

        assert ada.sitting is not None
        page = read(ada.see("sitting-result", ada.sitting.public_id))

        assert "500 of 500 points" in page
        assert "See your badge" in page
        assert "rank" not in page

    def test_an_exam_keeps_its_clock(self, ada: Visitor, challenge: Mode, read: Reader) -> None:
        policy(mode=challenge, reveal="at-close", attempts=1, closes_at=NOW + timedelta(hours=1))
        assert "without the clock" not in read(ada.see("challenge", "adding-up"))

        self.begins(ada, challenge)

        assert ada.sitting is not None
        assert ada.sitting.timed

    def test_giving_up_costs_here(self, ada: Visitor, challenge: Mode, read: Reader) -> None:
        self.begins(ada, challenge)
        ada.does("give-up", 1)

        assert "Given up" in read(ada.problem(1))

    def test_a_challenge_after_it_does_not_stand_and_says_why(
        self, ada: Visitor, challenge: Mode, read: Reader
    ) -> None:
        self.begins(ada, challenge)
        ada.solves_all()
        sitting = ada.start(challenge)
        ada.solves_all()

        page = read(ada.see("sitting-result", sitting.public_id))

        assert "You knew the problems" in page
        assert "rank" not in page
