"""What the key of a question rests on, as told to learners."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from quizapp.catalog.models import ItemRevision
from quizapp.evidence.models import Evidence
from runner.protocol import Verdict


@dataclass(frozen=True)
class Provenance:
    """Why learners may believe the key of a question that is executed."""

    proven: bool
    """By running it; else on an author's word."""
    runs: int
    reason: str
    """Why an author's word had to do."""


def provenance_of(revision_ids: Collection[int]) -> dict[int, Provenance]:
    """By revision, for those with something to tell; one query, none for none."""
    if not revision_ids:
        return {}
    proven = Evidence.objects.filter(
        program=OuterRef("program"), expectation_digest=OuterRef("expectation_digest"), verdict=Verdict.PROVEN.value
    )
    rows = (
        ItemRevision.objects.filter(pk__in=revision_ids)
        .annotate(proven_runs=Subquery(proven.order_by("-shown_at", "-pk").values("runs")[:1]))
        .values_list("pk", "basis", "word_reason", "proven_runs")
    )
    found = {}
    for revision_id, basis, reason, runs in rows:
        if basis == ItemRevision.Basis.WORD:
            found[revision_id] = Provenance(proven=False, runs=0, reason=reason)
        elif runs:
            found[revision_id] = Provenance(proven=True, runs=runs, reason="")
    return found
