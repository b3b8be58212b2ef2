"""Draws questions over patterns, kinds and levels, and keeps them for whoever has the link."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from django.db import transaction

from quizapp.accounts.models import Learner
from quizapp.catalog.content import ItemType, Level
from quizapp.catalog.models import Item, Pattern, Placement
from quizapp.sittings.drawing import Candidate, draw
from quizapp.sittings.models import Selected, Selection
from quizapp.sittings.rows import hold_learner
from quizapp.sittings.sealing import CHALLENGE, sealed_items
from quizapp.web.levels import ease_of


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to mix; nothing of a kind means all of it."""

    patterns: Sequence[Pattern]
    kinds: Collection[str]
    eases: Collection[str]
    count: int


@transaction.atomic
def mix(learner: Learner, wanted: Wanted, form_key: UUID, seed: int, now: datetime) -> Selection | None:
    """A selection of what is wanted, as far as there is any; the same form makes one. None where nothing fits.

    Challenges keep their questions to themselves, so that nobody comes to a board having met them here.
    """
    hold_learner(learner)
    made = Selection.objects.filter(form_key=form_key, made_by=learner).first()
    if made is not None:
        return made
    # Chosen by a seed, so that it can be told again; nothing is guarded by it.
    drawn = draw(_candidates(learner, wanted, now), wanted.count, Random(seed))  # noqa: S311
    if not drawn:
        return None
    selection = Selection.objects.create(
        purpose=Selection.Purpose.MIXED,
        made_by=learner,
        made_at=now,
        form_key=form_key,
        minutes=len(drawn),
        chosen={
            "patterns": [pattern.title for pattern in wanted.patterns],
            "kinds": sorted(wanted.kinds),
            "levels": sorted(wanted.eases),
        },
    )
    Selected.objects.bulk_create(
        Selected(selection=selection, item_id=each.item_id, position=position) for position, each in enumerate(drawn, 1)
    )
    return selection


def _candidates(learner: Learner, wanted: Wanted, now: datetime) -> list[Candidate]:
    levels = [level.value for level in Level if not wanted.eases or ease_of(level) in wanted.eases]
    items = Item.objects.ready().filter(type=ItemType.QUESTION, published__level__in=levels)
    if wanted.patterns:
        items = items.filter(pattern__in=wanted.patterns)
    if wanted.kinds:
        items = items.filter(published__kind__in=wanted.kinds)
    items = items.exclude(pk__in=Placement.objects.filter(mode__slug=CHALLENGE).values("item"))
    # What no mode holds is not meant for learners yet.
    items = items.filter(pk__in=Placement.objects.values("item")).exclude(pk__in=sealed_items(learner, now))
    return [Candidate(pk, level, None) for pk, level in items.values_list("pk", "published__level")]
