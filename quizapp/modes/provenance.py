"""What the key of a question rests on, as told to learners."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from quizapp.catalog.models import ItemRevision
from quizapp.evidence.models import Evidence
from runner.protocol import PROVER, Verdict


@dataclass(frozen=True)
class Elsewhere:
    """A proof by another installation, which came with the pack."""

    runs: int
    shown_at: datetime
    versions: str
    """Of what it ran with, in words."""


@dataclass(frozen=True)
class Provenance:
    """Why learners may believe the key of a question that is executed."""

    proven: bool
    """By running it, here or elsewhere; else on an author's word."""
    runs: int
    """How often it ran here; 0 where it was proven elsewhere alone."""
    reason: str
    """Why an author's word had to do."""
    elsewhere: Elsewhere | None = None


def provenance_of(revision_ids: Collection[int]) -> dict[int, Provenance]:
    """By revision, for those with something to tell; one query, none for none."""
    if not revision_ids:
        return {}
    proven = Evidence.objects.filter(
        program=OuterRef("program"), expectation_digest=OuterRef("expectation_digest"), verdict=Verdict.PROVEN.value
    )
    here = proven.filter(run__isnull=False)
    elsewhere = proven.filter(run__isnull=True, prover=PROVER)
    rows = (
        ItemRevision.objects.filter(pk__in=revision_ids)
        .annotate(
            runs_here=_newest(here, "runs"),
            runs_elsewhere=_newest(elsewhere, "runs"),
            shown_elsewhere_at=_newest(elsewhere, "shown_at"),
            versions_elsewhere=_newest(elsewhere, "environment__versions"),
        )
        .values("pk", "basis", "word_reason", "runs_here", "runs_elsewhere", "shown_elsewhere_at", "versions_elsewhere")
    )
    told = {row["pk"]: _told(row) for row in rows}
    return {pk: provenance for pk, provenance in told.items() if provenance is not None}


def _newest(evidence: QuerySet[Evidence], field: str) -> Subquery:
    return Subquery(evidence.order_by("-shown_at", "-pk").values(field)[:1])


def _told(row: dict[str, Any]) -> Provenance | None:
    if row["basis"] == ItemRevision.Basis.WORD:
        return Provenance(proven=False, runs=0, reason=row["word_reason"])
    elsewhere = None
    if row["runs_elsewhere"]:
        versions = ", ".join(f"{name} {version}" for name, version in sorted(row["versions_elsewhere"].items()))
        elsewhere = Elsewhere(row["runs_elsewhere"], row["shown_elsewhere_at"], versions)
    if not row["runs_here"] and elsewhere is None:
        return None
    return Provenance(proven=True, runs=row["runs_here"] or 0, reason="", elsewhere=elsewhere)
