"""Patterns, questions and challenges for tests, published without a runner."""

from __future__ import annotations

import itertools
from typing import Any, Final

from quizapp.catalog.content import Card, OpenQuestion, Question, content_digest
from quizapp.catalog.keys import correct
from quizapp.catalog.models import Item, ItemRevision, KeyCorrection, Mode, Pattern, Placement, Subject
from quizapp.catalog.revising import save_revision
from quizapp.runs.models import Program
from tests.factories.people import NOW, user

_numbers = itertools.count(1)

KIND_AND_LEVEL: Final = (
    ("conceptual", "intermediate"),
    ("predict-output", "intermediate"),
    ("model-choice", "advanced"),
    ("hyperparameter", "advanced"),
    ("metrics", "expert"),
)
"""The five problems of a challenge."""

RIGHT: Final = "four"
"""Key of every question made here."""
WRONG: Final = ("five", "six", "seven")
"""Its other choices."""


def raw_question(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Content of a question as a pack would hold it; every text in it is unlike any other."""
    raw: dict[str, Any] = {
        "kind": "conceptual",
        "title": f"Adding up, part {number}",
        "level": "beginner",
        "stem": f"What comes of two and two in case {number}?",
        "choices": [
            {"id": "five", "text": f"5 ({number})", "rationale": f"Rationale of five {number}."},
            {"id": RIGHT, "text": f"4 ({number})", "rationale": f"Rationale of four {number}."},
            {"id": "six", "text": f"6 ({number})", "rationale": f"Rationale of six {number}."},
            {"id": "seven", "text": f"7 ({number})", "rationale": f"Rationale of seven {number}."},
        ],
        "key": RIGHT,
        "hint": f"Hint {number}: count your fingers.",
        "explanation": {
            "steps": [f"First step {number}.", f"Second step {number}."],
            "final_answer": f"Final answer {number}.",
            "quick_check": f"Quick check {number}.",
        },
        "mnemonic": f"Mnemonic {number}.",
        "seconds": 120,
    }
    if changes.get("kind") == "predict-output":
        raw["snippet"] = {"source": f"# case {number}\nprint(f'{{2 + 2}} ({number})')\n", "runtime": "python"}
    return raw | changes


def question(number: int = 1, **changes: Any) -> Question:
    return Question.model_validate(raw_question(number, **changes), strict=False)


def subject(slug: str = "pytorch", **fields: Any) -> Subject:
    defaults = {"title": slug.title(), "domain": "Machine learning", "licence": "CC BY 4.0"}
    return Subject.objects.get_or_create(slug=slug, defaults=defaults | fields)[0]


def pattern(slug: str | None = None, **fields: Any) -> Pattern:
    slug = slug or f"pattern-{next(_numbers)}"
    defaults: dict[str, Any] = {
        "title": slug.replace("-", " ").capitalize(),
        "level": "intermediate",
        "summary": f"What {slug} is about.",
        "added_at": NOW,
    }
    if "subject" not in fields:
        fields["subject"] = subject()
    return Pattern.objects.create(slug=slug, **defaults | fields)


def drafted_revision(item: Item, content: Question) -> ItemRevision:
    program, expectation = content.program(), content.expectation()
    return ItemRevision.objects.create(
        item=item,
        number=item.revisions.count() + 1,
        content=content.model_dump(mode="json"),
        content_digest=content_digest(content),
        kind=content.kind.value,
        level=content.level.value,
        program=Program.of(program) if program else None,
        expectation_digest=expectation.digest if expectation else "",
        created_at=NOW,
    )


def draft_question(of: Pattern, slug: str | None = None, **changes: Any) -> Item:
    """An item whose only revision is a draft."""
    number = next(_numbers)
    item = Item.objects.create(slug=slug or f"question-{number}", pattern=of, type="question")
    drafted_revision(item, question(number, **changes))
    return item


def published_question(of: Pattern, slug: str | None = None, *, on_word: bool = False, **changes: Any) -> Item:
    """An item learners get; ``on_word`` rests its key on an author's word instead of a proof."""
    item = draft_question(of, slug, **changes)
    revision = item.revisions.get()
    revision.state = ItemRevision.State.PUBLISHED
    revision.published_at = NOW
    if on_word:
        revision.basis, revision.word_reason = ItemRevision.Basis.WORD, "No such runtime here."
    else:
        revision.basis = ItemRevision.Basis.PROVEN if revision.program_id else ItemRevision.Basis.PROSE
    revision.save()
    item.published = revision
    item.save()
    return item


def _published(of: Pattern, type_: str, slug: str | None, content: Card | OpenQuestion) -> Item:
    item = Item.objects.create(slug=slug or f"{type_}-{next(_numbers)}", pattern=of, type=type_)
    revision = save_revision(item, content, None, NOW, False)
    revision.state, revision.published_at = ItemRevision.State.PUBLISHED, NOW
    revision.basis = ItemRevision.Basis.PROSE
    revision.save()
    item.published = revision
    item.save()
    return item


def published_card(of: Pattern, slug: str | None = None, **changes: Any) -> Item:
    number = next(_numbers)
    raw = {"level": "beginner", "front": f"Front {number}?", "back": f"Back {number}.", **changes}
    return _published(of, "card", slug, Card.model_validate(raw, strict=False))


def published_open_question(of: Pattern, slug: str | None = None, **changes: Any) -> Item:
    number = next(_numbers)
    raw = {
        "level": "intermediate",
        "prompt": f"Explain sum {number}.",
        "nudge": f"Nudge {number}.",
        "concepts": [f"Concept {number}.{each}" for each in range(1, 6)],
        **changes,
    }
    return _published(of, "open-question", slug, OpenQuestion.model_validate(raw, strict=False))


def mode(of: Pattern, slug: str, items: list[Item], **fields: Any) -> Mode:
    made = Mode.objects.create(pattern=of, slug=slug, **{"minutes": 10, **fields})
    for position, item in enumerate(items):
        Placement.objects.create(mode=made, item=item, position=position)
    return made


def challenge(of: Pattern | None = None, *, problems: int = 5, on_word: tuple[int, ...] = (), **changes: Any) -> Mode:
    """A challenge with its badge and published questions; ``on_word`` names positions, from 1."""
    of = of or pattern()
    items = []
    for position in range(1, problems + 1):
        kind, level = KIND_AND_LEVEL[(position - 1) % len(KIND_AND_LEVEL)]
        fields = {"kind": kind, "level": level, **changes}
        items.append(published_question(of, on_word=position in on_word, **fields))
    badge = {"badge_name": "Adder", "badge_icon": "adder", "badge_praise": "Every sum was right."}
    return mode(of, "challenge", items, **badge)


def practice(of: Pattern | None = None, *, problems: int = 5, **changes: Any) -> Mode:
    of = of or pattern()
    return mode(of, "practice", [published_question(of, **changes) for _ in range(problems)])


def correct_key(revision: ItemRevision, new_key: str) -> KeyCorrection:
    """``new_key`` counts from now on; empty makes the question void."""
    return correct(revision, new_key, reason="Somebody wrote in.", by=user(), now=NOW)
