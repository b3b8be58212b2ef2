"""The open questions of a mode, and how much of each the learner last covered."""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.accounts.models import Learner
from quizapp.catalog.content import ItemType, OpenQuestion
from quizapp.catalog.models import Item, Mode
from quizapp.progress.models import Answer


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """An open question in a list."""

    item: Item
    content: OpenQuestion
    covered: int | None
    """Concepts ticked the last time; None where it was never explained and ticked."""


def prompts_of(mode: Mode, learner: Learner | None) -> tuple[Prompt, ...]:
    """In the mode's order; two queries."""
    items = Item.objects.ready().filter(placements__mode=mode, type=ItemType.OPEN_QUESTION)
    items = items.select_related("published").order_by("placements__position")
    ticked = _ticked(mode, learner)
    return tuple(
        Prompt(item=item, content=item.published.body, covered=ticked.get(item.pk))
        for item in items
        if item.published is not None and isinstance(item.published.body, OpenQuestion)
    )


def _ticked(mode: Mode, learner: Learner | None) -> dict[int, int]:
    if learner is None:
        return {}
    rated = Answer.objects.filter(
        learner=learner, item__placements__mode=mode, item__type=ItemType.OPEN_QUESTION, rating__isnull=False
    )
    # As they were recorded, so that the last one of each stays.
    rows = rated.order_by("pk").values_list("item", "said")
    return {item_id: len(said["ticked"]) for item_id, said in rows}
