"""Flashcards: rated once for each time shown, reviews before new ones, no more in a day than wanted."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from quizapp.catalog.models import Item, Mode
from quizapp.catalog.revising import save_revision
from quizapp.progress import studying
from quizapp.progress.memory import Rating
from quizapp.progress.models import ActiveDay, Answer, Schedule, StudySettings
from tests.factories import content, people
from tests.factories.crowds import at_once
from tests.factories.people import NOW
from tests.modes.conftest import Clock, Visitor

Reader = Callable[[str], str]
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
DAY = 24 * 3600


def deck(slug: str, cards: int) -> Mode:
    pattern = content.pattern(slug)
    return content.mode(pattern, "flashcards", [content.published_card(pattern) for _ in range(cards)])


@pytest.fixture
def cards(db: None) -> Mode:
    return deck("adding-up", 12)


class Reading:
    """The form on a page with a card."""

    def __init__(self, page: str) -> None:
        self.fields = dict(re.findall(r'name="(revision|seen|key|pattern)" value="([^"]*)"', page))

    @property
    def revision(self) -> int:
        return int(self.fields["revision"])


def shown(ada: Visitor, slug: str = "adding-up") -> Reading:
    return Reading(ada.see("flashcards", slug))


def rates(ada: Visitor, rating: int, reading: Reading | None = None, key: UUID | None = None) -> Any:
    fields = (reading or shown(ada)).fields | ({"key": str(key)} if key else {})
    return ada.client.post(reverse("card-rate"), {**fields, "rating": rating})


def undoes(ada: Visitor, answer: Answer | None = None) -> Any:
    pk = (answer or Answer.objects.filter(undone_at__isnull=True).latest("pk")).pk
    return ada.client.post(reverse("card-undo"), {"answer": pk, "pattern": "adding-up"})


def test_a_card_is_shown_with_how_long_each_rating_sends_it_away(ada: Visitor, cards: Mode, read: Reader) -> None:
    page = read(ada.see("flashcards", "adding-up"))

    assert "0 due 10 new today 0 rated today" in page
    assert page.count("Front") == 1
    assert re.search(r"Again 1 min Hard \d+ min Good 10 min Easy \d+ days", page)


def test_rating_brings_the_next_card_and_counts_for_the_day(ada: Visitor, cards: Mode, read: Reader) -> None:
    first = shown(ada)
    rates(ada, GOOD, first)

    assert shown(ada).revision != first.revision
    assert "9 new today 1 rated today" in read(ada.see("flashcards", "adding-up"))
    assert "You rated the last card Good" in read(ada.see("flashcards", "adding-up"))
    assert ActiveDay.objects.count() == 1


def test_a_double_click_is_one_rating_of_one_guest(ada: Visitor, cards: Mode) -> None:
    reading = shown(ada)
    rates(ada, GOOD, reading)
    rates(ada, GOOD, reading)

    assert Answer.objects.count() == 1
    assert Schedule.objects.get().reviews == 1


def test_a_stale_page_changes_nothing_and_says_so(ada: Visitor, cards: Mode, read: Reader) -> None:
    stale = shown(ada)
    rates(ada, GOOD, stale)

    response = rates(ada, AGAIN, stale, key=uuid4())

    assert "nothing was changed" in read(ada.client.get(response["Location"]).content.decode())
    assert Answer.objects.get().rating == GOOD


def test_due_cards_come_before_new_ones(ada: Visitor, cards: Mode, clock: Clock) -> None:
    first = shown(ada)
    rates(ada, AGAIN, first)
    assert shown(ada).revision != first.revision

    clock.advance(120)

    assert shown(ada).revision == first.revision


def test_what_is_forgotten_is_shown_early_where_nothing_else_is_left(ada: Visitor, db: None) -> None:
    deck("adding-up", 1)
    reading = shown(ada)
    rates(ada, AGAIN, reading)

    assert shown(ada).revision == reading.revision


def test_no_more_new_cards_than_wanted_in_a_day(ada: Visitor, cards: Mode, clock: Clock, read: Reader) -> None:
    for _ in range(10):
        rates(ada, EASY)
    page = read(ada.see("flashcards", "adding-up"))
    assert "Done for now" in page
    assert "0 new today 10 rated today" in page

    clock.advance(DAY)

    assert "2 new today 0 rated today" in read(ada.see("flashcards", "adding-up"))


def test_no_more_reviews_than_wanted_in_a_day(ada: Visitor, cards: Mode, clock: Clock, read: Reader) -> None:
    for _ in range(4):
        rates(ada, EASY)
    StudySettings.objects.create(learner=Answer.objects.latest("pk").learner, reviews_a_day=3, new_cards_a_day=0)
    clock.advance(60 * DAY)
    for _ in range(3):
        rates(ada, GOOD)

    page = read(ada.see("flashcards", "adding-up"))

    assert "you have reached what you want to review in a day" in page


def test_the_last_rating_can_be_taken_back(ada: Visitor, cards: Mode, read: Reader) -> None:
    reading = shown(ada)
    rates(ada, AGAIN, reading)
    answer = Answer.objects.get()
    undoes(ada)

    assert shown(ada).revision == reading.revision
    assert not Schedule.objects.exists()
    assert "10 new today 0 rated today" in read(ada.see("flashcards", "adding-up"))
    response = undoes(ada, answer)
    assert "nothing was changed" in read(ada.client.get(response["Location"]).content.decode())


def test_taking_back_twice_by_a_double_click_takes_one_back(ada: Visitor, cards: Mode) -> None:
    rates(ada, GOOD)
    rates(ada, GOOD)
    last = Answer.objects.latest("pk")
    undoes(ada, last)
    undoes(ada, last)

    assert Answer.objects.filter(undone_at__isnull=True).count() == 1


def test_a_rating_of_somebody_else_cannot_be_taken_back(ada: Visitor, cards: Mode) -> None:
    rates(ada, GOOD)
    other = Visitor()
    rates(other, GOOD)
    undoes(other, Answer.objects.earliest("pk"))

    assert not Answer.objects.filter(undone_at__isnull=False).exists()


def test_cards_due_of_all_patterns_are_in_one_queue(ada: Visitor, cards: Mode, clock: Clock, read: Reader) -> None:
    deck("taking-away", 1)
    for slug in ("adding-up", "taking-away"):
        ada.client.post(reverse("card-rate"), {**shown(ada, slug).fields, "rating": EASY})
    assert "No card is due" in read(ada.see("due-cards")) or "Done for now" in read(ada.see("due-cards"))
    clock.advance(60 * DAY)

    page = read(ada.see("due-cards"))

    assert "2 due" in page
    assert "Adding up" in page or "Taking away" in page
    rates(ada, GOOD, Reading(ada.see("due-cards")))
    assert "1 due" in read(ada.see("due-cards"))
    assert "Adding up - Flashcards" not in page


def test_a_card_that_changed_under_the_learner_is_kept_as_it_was_seen(ada: Visitor, cards: Mode) -> None:
    reading = shown(ada)
    item = Item.objects.get(published=reading.revision)
    assert item.published is not None
    newer = save_revision(item, item.published.body.model_copy(update={"back": "New back."}), None, NOW, False)
    type(newer).objects.filter(pk=newer.pk).update(state="published", published_at=NOW)
    Item.objects.filter(pk=item.pk).update(published=newer)

    rates(ada, GOOD, reading)

    assert Answer.objects.get().revision_id == reading.revision


def test_a_card_that_was_retired_is_not_shown_any_more(ada: Visitor, cards: Mode, clock: Clock) -> None:
    reading = shown(ada)
    rates(ada, AGAIN, reading)
    Item.objects.filter(published=reading.revision).update(retired_at=NOW)
    clock.advance(DAY)

    assert shown(ada).revision != reading.revision


def test_rating_the_last_card_of_a_mode_that_is_taken_back_meanwhile_is_kept(ada: Visitor, cards: Mode) -> None:
    reading = shown(ada)
    Item.objects.update(retired_at=NOW)

    said = {**reading.fields, "rating": GOOD, "pattern": "adding-up"}
    response = ada.client.post(reverse("card-rate"), said, follow=True)

    assert response.status_code == 200
    assert "That is not offered any more." in response.content.decode()
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("rating", ["0", "5", "x", ""])
def test_a_rating_that_is_none_changes_nothing(ada: Visitor, cards: Mode, rating: str) -> None:
    ada.client.post(reverse("card-rate"), {**shown(ada).fields, "rating": rating})

    assert not Answer.objects.exists()


def test_a_clock_wrong_by_a_day_breaks_nothing(ada: Visitor, cards: Mode, clock: Clock) -> None:
    reading = shown(ada)
    rates(ada, GOOD, reading)
    clock.advance(-DAY)
    schedule = Schedule.objects.get()
    fields = reading.fields | {"seen": "1", "key": str(uuid4())}
    ada.client.post(reverse("card-rate"), {**fields, "rating": GOOD})

    schedule.refresh_from_db()
    assert schedule.due_at > NOW - timedelta(days=1)
    assert schedule.reviews == 2


def test_the_last_rating_is_the_one_given_last_whatever_the_clock_said(ada: Visitor, cards: Mode, clock: Clock) -> None:
    rates(ada, GOOD)
    clock.advance(-DAY)
    rates(ada, AGAIN)
    last = Answer.objects.latest("pk")

    ada.client.post(reverse("card-undo"), {"answer": last.pk})

    last.refresh_from_db()
    assert last.undone_at is not None
    assert "remembered" in ada.see("history")  # nothing is hidden until its day comes


@pytest.mark.django_db(transaction=True)
def test_a_card_rated_in_many_tabs_at_once_is_rated_once() -> None:
    deck("adding-up", 1)
    card, ben = Item.objects.get(), people.member()
    revision = card.published
    assert revision is not None

    values = at_once(
        lambda _: studying.rate(ben, revision, Rating.GOOD, seen_reviews=0, key=uuid4(), now=NOW).value, 12
    )

    assert sorted(values) == ["recorded", *["stale"] * 11]
    assert Answer.objects.count() == Schedule.objects.get().reviews == 1


def test_looking_makes_no_learner_and_writes_nothing(ada: Visitor, cards: Mode) -> None:
    ada.see("flashcards", "adding-up")
    ada.see("due-cards")

    assert "learner" not in ada.client.cookies


def test_a_pattern_tells_what_is_due_of_it(ada: Visitor, cards: Mode, clock: Clock, read: Reader) -> None:
    rates(ada, AGAIN)
    assert "1 of 12 met" in read(ada.see("pattern", "adding-up"))
    clock.advance(DAY)
    assert "1 due" in read(ada.see("pattern", "adding-up"))


def test_it_takes_no_more_queries_for_many_cards_than_for_few(
    ada: Visitor, django_assert_max_num_queries: Any, db: None
) -> None:
    deck("small", 2)
    ada.client.post(reverse("card-rate"), {**shown(ada, "small").fields, "rating": GOOD})
    deck("large", 40)

    for slug in ("small", "large"):
        with django_assert_max_num_queries(16):
            ada.see("flashcards", slug)
