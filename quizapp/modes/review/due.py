"""What is due now, of everything a learner has met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from quizapp.accounts.models import Learner
from quizapp.catalog.content import ItemType, OpenQuestion
from quizapp.catalog.models import Item
from quizapp.progress.queue import due_counts, due_items
from quizapp.sittings.models import Selected, Selection
from quizapp.sittings.rows import hold_learner
from quizapp.sittings.sealing import sealed_items

AT_ONCE = 10
"""How many questions one review has."""

LISTED = 5
"""How many open questions are listed."""


@dataclass(frozen=True)
class DueExplanation:
    """An open question that is to be explained again."""

    item: Item
    content: OpenQuestion


@dataclass(frozen=True, kw_only=True)
class Due:
    """What waits."""

    cards: int
    questions: int
    explanations: int
    listed: tuple[DueExplanation, ...]


def due_of(learner: Learner | None, now: datetime) -> Due:
    """Counts of what is due, and the open questions among it; five queries where nothing is sealed."""
    if learner is None:
        return Due(cards=0, questions=0, explanations=0, listed=())
    counts = due_counts(learner, now, sealed_items(learner, now))
    scheduled = due_items(learner, ItemType.OPEN_QUESTION, now).select_related("item__published", "item__pattern")
    items = [each.item for each in scheduled[:LISTED]]
    return Due(
        cards=counts[ItemType.CARD],
        questions=counts[ItemType.QUESTION],
        explanations=counts[ItemType.OPEN_QUESTION],
        listed=tuple(
            DueExplanation(item, item.published.body)
            for item in items
            if item.published is not None and isinstance(item.published.body, OpenQuestion)
        ),
    )


@transaction.atomic
def select_due(learner: Learner, form_key: UUID, now: datetime) -> Selection | None:
    """The questions due first, as a selection; the same form makes one. None where none can be asked now."""
    hold_learner(learner)
    made = Selection.objects.filter(form_key=form_key, made_by=learner).first()
    if made is not None:
        return made
    due = due_items(learner, ItemType.QUESTION, now, sealed_items(learner, now))
    items = list(due.values_list("item", flat=True)[:AT_ONCE])
    if not items:
        return None
    selection = Selection.objects.create(
        purpose=Selection.Purpose.REVIEW, made_by=learner, made_at=now, form_key=form_key, minutes=len(items)
    )
    Selected.objects.bulk_create(
        Selected(selection=selection, item_id=item_id, position=position) for position, item_id in enumerate(items, 1)
    )
    return selection
