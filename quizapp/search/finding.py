"""What a learner finds: only what the learner may meet now."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode, Pattern, Placement
from quizapp.search.engines import engine
from quizapp.search.models import Document
from quizapp.search.words import asked
from quizapp.sittings.sealing import sealed_items

SHOWN: Final = 30
CANDIDATES: Final = 500
"""How many are asked of the index, before what may not be met is taken out."""


def find(query: str, learner: Learner | None, now: datetime) -> tuple[Document, ...]:
    """The best first; at most six queries, none for a query without a word."""
    words = asked(query)
    if not words:
        return ()
    found = engine().find(words, CANDIDATES)
    order = {pk: place for place, pk in enumerate(found)}
    placed = Placement.objects.filter(item=OuterRef("item"), mode__in=Mode.objects.offered())
    of_patterns = Q(item__isnull=True) & Exists(Pattern.objects.learnable().filter(pk=OuterRef("pattern")))
    of_items = Q(item__published__isnull=False, item__retired_at__isnull=True) & Exists(placed)
    documents = (
        Document.objects.filter(Q(pk__in=found), of_patterns | of_items)
        .exclude(item__in=sealed_items(learner, now))
        .select_related("pattern__subject", "item")
    )
    return tuple(sorted(documents, key=lambda document: order[document.pk])[:SHOWN])
