"""A question that is kept back elsewhere, sought on every page where its learner had met it before."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from quizapp.accounts.models import Learner
from quizapp.accounts.own_data import collect
from quizapp.catalog.models import Item, Mode
from quizapp.progress.models import Schedule
from quizapp.search.indexing import rebuild
from tests.factories import content
from tests.factories.content import RIGHT, WRONG
from tests.factories.people import NOW
from tests.factories.sittings import policy
from tests.modes.conftest import Clock, Visitor

TITLE = "A sum nobody else has"
KEPT = "A question that is kept back for now"


@pytest.fixture
def met(ada: Visitor, clock: Clock, db: None) -> Item:
    """Practised wrong, then right, bookmarked, reported, due again; then the challenge that has it keeps it back."""
    pattern = content.pattern("adding-up")
    item = content.published_question(pattern, title=TITLE)
    practice = content.mode(pattern, "practice", [item, content.published_question(pattern)])
    ada.start(practice)
    ada.answers(1, WRONG[0])
    ada.answers(1, RIGHT)
    ada.client.post(reverse("bookmark"), {"revision": item.published_id, "kept": "yes"})
    said = {"about": "key", "text": "It seems wrong.", "key": uuid4()}
    ada.client.post(reverse("report-send", args=[item.published_id]), said)
    Schedule.objects.update(due_at=NOW)
    clock.advance(60)
    challenge = content.mode(pattern, "challenge", [item])
    rebuild()
    policy(mode=challenge, reveal="at-close", attempts=1, closes_at=NOW + timedelta(hours=2))
    return item


def pages(ada: Visitor, item: Item) -> dict[str, str]:
    """What every page says that had told of the question."""
    assert ada.sitting is not None
    addresses = {
        "practice": reverse("practice", args=["adding-up"]),
        "problem": reverse("sitting-problem", args=[ada.sitting.public_id, 1]),
        "history": reverse("history"),
        "bookmarks": reverse("bookmarks"),
        "reports": reverse("reports"),
        "review": reverse("study"),
        "corrections": reverse("corrections"),
        "search": reverse("search") + "?q=nobody",
        "alone": reverse("question", args=[item.slug]),
        "embedded": reverse("question-embed", args=[item.slug]),
        "trace": reverse("question-trace", args=[item.slug]),
        "what-if": reverse("question-what-if", args=[item.slug]),
        "report": reverse("report", args=[item.published_id]),
    }
    return {name: ada.client.get(address).content.decode() for name, address in addresses.items()}


def test_it_stands_nowhere_until_it_is_told(ada: Visitor, met: Item, clock: Clock) -> None:
    seen = pages(ada, met)

    assert [name for name, page in seen.items() if TITLE in page] == []
    assert [name for name, page in seen.items() if KEPT in page] == [
        "problem",
        "history",
        "bookmarks",
        "reports",
        "report",
    ]
    assert met.published is not None
    said = met.published.question.explanation
    assert [name for name, page in seen.items() if said.final_answer in page or said.quick_check in page] == []

    clock.advance(3 * 3600)
    told = {name for name, page in pages(ada, met).items() if TITLE in page}
    assert told >= {"practice", "problem", "history", "bookmarks", "reports", "search", "alone", "embedded"}


def test_its_problem_is_passed_over_and_answered_when_it_is_told(ada: Visitor, met: Item, clock: Clock) -> None:
    """The first problem is done; the second one is what a learner gets to, though the first is kept back."""
    assert ada.sitting is not None
    address = reverse("sitting", args=[ada.sitting.public_id])
    assert ada.client.get(address).headers["Location"].endswith("/2/")


def test_what_is_taken_along_tells_nothing_of_it(ada: Visitor, met: Item, clock: Clock) -> None:
    learner = Learner.objects.get()

    kept_back = collect(learner, clock.now)
    assert [kept_back[part] for part in ("history", "schedule", "responses_told", "reports")] == [[], [], [], []]

    told = collect(learner, clock.now + timedelta(hours=3))
    assert [len(told[part]) for part in ("history", "schedule", "reports")] == [1, 1, 1]


def test_a_mode_of_which_everything_is_kept_back_says_so(ada: Visitor, met: Item, clock: Clock) -> None:
    practice = Mode.objects.get(slug="practice")
    practice.placements.exclude(item=met).delete()
    ada.client.post(reverse("sitting-stop", args=[ada.sitting.public_id]) if ada.sitting else "")

    page = ada.see("practice", "adding-up")
    assert "Its questions are kept back just now" in page
    assert "Start practicing" not in page
    response = ada.client.post(reverse("practice-start", args=["adding-up"]), {"start_key": uuid4()}, follow=True)
    assert "Its questions are kept back just now" in response.content.decode()
