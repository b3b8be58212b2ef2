"""Each page asks the database as often in a large catalogue, and of a busy learner, as in a small one."""

from __future__ import annotations

from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizapp.catalog.models import Item, Mode, Pattern, Placement
from quizapp.progress.models import Schedule
from quizapp.search.indexing import rebuild
from tests.factories import content
from tests.factories.content import RIGHT, WRONG
from tests.factories.lessons import lesson_mode
from tests.factories.people import NOW
from tests.modes.conftest import Clock, Visitor

GROWTH = 10

OF_A_PATTERN = (
    "pattern",
    "lesson",
    "cheat-sheet",
    "flashcards",
    "explain",
    "practice",
    "test",
    "challenge",
    "board",
)
ACROSS = (
    "home",
    "study",
    "due-cards",
    "mixed",
    "history",
    "bookmarks",
    "progress",
    "reports",
    "corrections",
    "boards",
    "search",
)


def pattern_of(slug: str) -> Pattern:
    """With every mode, each holding one item of its own."""
    pattern = content.pattern(slug)
    lesson_mode(pattern)
    for mode in ("cheat-sheet", "flashcards", "explain", "practice", "test", "challenge"):
        content.mode(pattern, mode, [])
    enlarge(pattern)
    return pattern


def enlarge(pattern: Pattern) -> None:
    """One more item in every mode that holds several."""
    card, explained = content.published_card(pattern), content.published_open_question(pattern)
    mixture = {
        "cheat-sheet": [card, explained, content.published_question(pattern)],
        "flashcards": [card],
        "explain": [explained],
        "practice": [content.published_question(pattern)],
        "test": [content.published_question(pattern)],
        "challenge": [content.published_question(pattern)],
    }
    for slug, items in mixture.items():
        mode = Mode.objects.get(pattern=pattern, slug=slug)
        for item in items:
            Placement.objects.create(mode=mode, item=item, position=mode.placements.count())


def studies(ada: Visitor, pattern: Pattern) -> None:
    """A practice with every question wrong at first, each card and question bookmarked, each card rated."""
    sitting = ada.start(Mode.objects.get(pattern=pattern, slug="practice"))
    for position in range(1, sitting.problems.count() + 1):
        ada.does("open", position)
        ada.answers(position, WRONG[0])
        ada.answers(position, RIGHT)
    for item in Item.objects.filter(pattern=pattern, type__in=["question", "card"]):
        ada.client.post(reverse("bookmark"), {"revision": item.published_id, "kept": "yes"})
    for item in Item.objects.filter(pattern=pattern, type="card"):
        seen = Schedule.objects.filter(item=item).count()
        said = {"revision": item.published_id, "seen": seen, "key": uuid4(), "rating": 3}
        ada.client.post(reverse("card-rate"), said)
    Schedule.objects.update(due_at=NOW)


def queries(ada: Visitor) -> dict[str, int]:
    """How many each page asks."""
    assert ada.sitting is not None
    pages = {name: reverse(name, args=["adding-up"]) for name in OF_A_PATTERN}
    pages |= {name: reverse(name) for name in ACROSS}
    pages["search"] += "?q=adding"
    pages["subject"] = reverse("subject", args=["pytorch"])
    pages["problem"] = reverse("sitting-problem", args=[ada.sitting.public_id, 1])
    pages["result"] = reverse("sitting-result", args=[ada.sitting.public_id])
    counted = {}
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as captured:
            assert ada.client.get(address).status_code == 200, name
        counted[name] = len(captured)
    return counted


def test_no_page_asks_more_as_patterns_questions_and_answers_grow(ada: Visitor, clock: Clock) -> None:
    pattern = pattern_of("adding-up")
    studies(ada, pattern)
    rebuild()
    clock.advance(60)
    few = queries(ada)

    for number in range(GROWTH):
        enlarge(pattern)
        content.pattern(f"prepared-{number}")
        studies(ada, pattern_of(f"other-{number}"))
        clock.advance(61)  # so that nobody is asked to be slower
    studies(ada, pattern)
    rebuild()
    clock.advance(60)

    many = queries(ada)
    assert {name: (few[name], asked) for name, asked in many.items() if asked > few[name]} == {}
