"""Mixed questions: of one's choice, against one clock, the same for whoever has the link."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from quizapp.catalog.models import Pattern
from quizapp.sittings.models import Selection, Sitting
from tests.factories import content
from tests.factories.content import RIGHT
from tests.factories.people import NOW
from tests.factories.sittings import policy
from tests.modes.conftest import Clock, Visitor

Reader = Callable[[str], str]


@pytest.fixture
def patterns(db: None) -> list[Pattern]:
    """Two with eight practice questions over the levels and kinds each; the first has a challenge too."""
    made = [content.pattern(slug) for slug in ("adding-up", "taking-away")]
    for pattern in made:
        items = [
            content.published_question(pattern, level=level, kind=kind)
            for level in ("beginner", "intermediate", "advanced", "expert")
            for kind in ("conceptual", "metrics")
        ]
        content.mode(pattern, "practice", items)
    content.challenge(made[0])
    return made


def mixes(ada: Visitor, **chosen: Any) -> Any:
    return ada.client.post(reverse("mixed-make"), {"count": 5, "key": uuid4(), **chosen})


def begins(visitor: Visitor, selection: Selection) -> Sitting:
    address = reverse("mixed-start", args=[selection.public_id])
    response = visitor.client.post(address, {"start_key": uuid4()})
    assert response.status_code == 302
    visitor.sitting = Sitting.objects.get(public_id=response["Location"].split("/")[-2])
    return visitor.sitting


def asked(sitting: Sitting) -> list[int]:
    return list(sitting.problems.values_list("revision__item", flat=True))


def test_the_form_offers_patterns_kinds_and_levels(ada: Visitor, patterns: list[Pattern], read: Reader) -> None:
    page = read(ada.see("mixed"))

    for choice in ("Adding up", "Taking away", "Metrics", "medium", "10 questions in 10 minutes"):
        assert choice in page


def test_whoever_has_the_link_gets_the_same_questions(ada: Visitor, patterns: list[Pattern], read: Reader) -> None:
    response = mixes(ada)
    selection = Selection.objects.get()
    assert str(selection.public_id) in response["Location"]
    bob = Visitor()

    page = read(bob.see("mixed-selection", selection.public_id))

    assert "5 questions in 5 minutes" in page
    assert f"http://testserver/mixed/{selection.public_id}/" in page
    assert asked(begins(ada, selection)) == asked(begins(bob, selection))


def test_only_what_was_chosen_is_asked(ada: Visitor, patterns: list[Pattern]) -> None:
    mixes(ada, patterns=["taking-away"], kinds=["metrics"], levels=["easy", "hard"])

    items = Selection.objects.get().items.select_related("published")
    assert {item.pattern_id for item in items} == {patterns[1].pk}
    assert sorted((item.published.kind, item.published.level) for item in items if item.published) == [
        ("metrics", "advanced"),
        ("metrics", "beginner"),
        ("metrics", "expert"),
    ]


def test_questions_of_challenges_are_not_among_them(ada: Visitor, patterns: list[Pattern]) -> None:
    mixes(ada, count=20)

    assert Selection.objects.get().items.count() == 16


def test_what_is_kept_back_is_not_among_them(ada: Visitor, patterns: list[Pattern]) -> None:
    sealed = content.mode(patterns[0], "test", list(patterns[0].items.filter(modes__slug="practice")))
    policy(mode=sealed, mode_slug="test", reveal="at-close", attempts=1, closes_at=NOW + timedelta(hours=1))
    mixes(ada, count=20)

    assert Selection.objects.get().items.count() == 8


def test_the_same_form_twice_makes_one_link(ada: Visitor, patterns: list[Pattern]) -> None:
    key = uuid4()
    first, second = mixes(ada, key=key), mixes(ada, key=key)

    assert first["Location"] == second["Location"]
    assert Selection.objects.count() == 1


@pytest.mark.parametrize(
    "chosen", [{"kinds": ["which-code"]}, {"count": 7}, {"levels": ["brutal"]}, {"patterns": ["x"]}]
)
def test_what_cannot_be_mixed_is_said(ada: Visitor, patterns: list[Pattern], chosen: dict[str, Any]) -> None:
    response = mixes(ada, **chosen)

    assert response.status_code == 422
    assert not Selection.objects.exists()


def test_one_clock_runs_over_all_and_the_end_tells(
    ada: Visitor, patterns: list[Pattern], clock: Clock, read: Reader
) -> None:
    mixes(ada)
    sitting = begins(ada, Selection.objects.get())
    clock.advance(60)
    ada.does("open", 2)
    page = ada.problem(2)
    assert 'data-countdown="240"' in page
    ada.answers(2, RIGHT)
    assert "Final answer" not in ada.problem(2)

    clock.advance(300)

    page = read(ada.see("sitting-result", sitting.public_id))
    assert "1 of 5 right." in page
    assert "Final answer" in page
    assert "rank" not in page
    assert "Take it again" in read(ada.see("mixed-selection", sitting.selection.public_id if sitting.selection else 0))


def test_a_sitting_over_patterns_can_be_gone_on_with_from_home(
    ada: Visitor, patterns: list[Pattern], read: Reader
) -> None:
    mixes(ada)
    begins(ada, Selection.objects.get())

    page = read(ada.see("home"))

    assert "Go on where you were" in page
    assert "Mixed questions" in page
