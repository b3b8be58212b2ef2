"""Lessons for tests: one that fills every field, and a pattern that offers it."""

from __future__ import annotations

from typing import Any

from quizapp.catalog.lesson import Lesson, lesson_slug
from quizapp.catalog.models import Item, ItemRevision, Mode, Pattern
from quizapp.catalog.revising import save_revision
from tests.factories.content import mode, pattern
from tests.factories.people import NOW


def raw_lesson(**changes: Any) -> dict[str, Any]:
    """Content of a lesson as a pack would hold it."""
    drawing = {"text": "1 + 1\n  |\n  2", "description": "Two ones become a two."}
    raw: dict[str, Any] = {
        "level": "beginner",
        "overview": {"what": "Adding joins amounts.", "why": "Bills are sums.", "where": "After counting."},
        "core_idea": "Amounts add up, whatever they are amounts of.",
        "analogy": "It is like pouring two glasses into a jug.",
        "diagram": drawing,
        "steps": [
            {
                "id": "counting-on",
                "level": "beginner",
                "title": "Counting on",
                "concept": "One amount is where the count of the other begins.",
                "prose": "Begin at two and count two on.",
                "result": "You have four.",
                "insight": "Nothing has to be counted twice.",
            },
            {
                "id": "either-order",
                "level": "intermediate",
                "title": "Either order",
                "concept": "The order makes no difference.",
                "commit": {
                    "prompt": "Is 2 + 3 the same as 3 + 2?",
                    "choices": [
                        {"id": "the-same", "text": "It is the same."},
                        {"id": "larger", "text": "It is larger."},
                    ],
                    "answer": "the-same",
                    "because": "Both joins hold all five.",
                },
                "prose": "Pour the jug in either order.",
                "result": "You may begin with the larger one.",
                "insight": "Pick the order that is less work.",
            },
        ],
        "under_the_hood": {"prose": "Digits are added from the right.", "diagram": drawing},
        "why_designed_so": "Columns keep the work small.",
        "myths": [
            {
                "id": "sums-grow",
                "belief": "Adding makes larger.",
                "prompt": "Does adding always make larger?",
                "answer": "no",
                "reality": "Adding zero changes nothing.",
                "why_it_matters": "Loops that wait for growth would never end.",
            },
            {
                "id": "only-numbers",
                "belief": "Only numbers can be added.",
                "prompt": "Can texts be added in Python?",
                "answer": "yes",
                "reality": "They are joined.",
                "why_it_matters": "A sum of texts looks right and is wrong.",
            },
        ],
        "expert_notes": ["Sums of floats depend on their order."],
        "when_not_to_use": [{"when": "Amounts of different things.", "instead": "Count them apart."}],
        "production": [{"title": "Running totals", "prose": "Keep the sum, not the list."}],
        "connections": [{"title": "Multiplying", "insight": "It is adding the same again and again."}],
        "pitfalls": [
            {"id": "carry", "title": "The carry is lost", "cause": "Hurry.", "wrong": "19 + 1 = 10", "right": "20"},
            {
                "id": "texts",
                "title": "Texts are joined",
                "cause": "Input is text.",
                "code": {
                    "wrong": {"source": "print('1' + '1')\n", "runtime": "python"},
                    "fails": "11",
                    "right": {"source": "print(int('1') + int('1'))\n", "runtime": "python"},
                    "prints": "2",
                },
            },
        ],
        "takeaways": ["Amounts add up.", "Order is yours to choose.", "Texts are not numbers."],
    }
    return raw | changes


def lesson(**changes: Any) -> Lesson:
    return Lesson.model_validate(raw_lesson(**changes), strict=False)


def published_lesson(of: Pattern, **changes: Any) -> Item:
    item = Item.objects.create(slug=lesson_slug(of.slug), pattern=of, type="lesson")
    revision = save_revision(item, lesson(**changes), None, NOW, False)
    revision.state, revision.published_at = ItemRevision.State.PUBLISHED, NOW
    revision.basis = ItemRevision.Basis.PROSE
    revision.save()
    item.published = revision
    item.save()
    return item


def lesson_mode(of: Pattern | None = None, **changes: Any) -> Mode:
    of = of or pattern()
    return mode(of, "lesson", [published_lesson(of, **changes)])
