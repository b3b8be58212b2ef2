"""What questions openly say of errors they had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import F

from quizapp.errata.models import Erratum


def errata_of(revision_ids: Collection[int]) -> dict[int, tuple[Erratum, ...]]:
    """By revision, the errata of its item, the latest first; one query, none for none."""
    if not revision_ids:
        return {}
    found: defaultdict[int, tuple[Erratum, ...]] = defaultdict(tuple)
    of_revisions = Erratum.objects.annotate(revision_id=F("item__revisions"))
    for erratum in of_revisions.filter(revision_id__in=revision_ids):
        found[erratum.revision_id] += (erratum,)
    return found
