"""What stands behind a question whose output was run: its proofs, and what explains it; one query for many."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery

from quizapp.catalog.models import ItemRevision
from quizapp.evidence.explanations import Found, newest_first
from quizapp.evidence.models import Approved, Evidence, Explained
from runner.protocol import PROVER, Verdict


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What running the program showed, and where."""

    output: str
    runs: int
    varied: tuple[str, ...]
    """Slugs of what the runs were made to differ in."""
    versions: Mapping[str, str]
    device: str
    machine: str
    shown_at: datetime
    holds_for: str
    """``any weights``, or which; empty where no pre-trained ones were asked for."""


@dataclass(frozen=True, kw_only=True)
class Behind:
    """The newest of each; None where there is none."""

    proof: Proof | None
    """By a run of this installation."""
    elsewhere: Proof | None
    """By another installation with the same prover, whose evidence came with a pack."""
    found: Found | None


NOTHING: Final = Behind(proof=None, elsewhere=None, found=None)

_PROOF: Final = {
    "output": "output",
    "runs": "runs",
    "varied": "varied",
    "versions": "environment__versions",
    "device": "environment__device",
    "machine": "environment__machine",
    "shown_at": "shown_at",
    "holds_for": "holds_for",
}
"""Each field of a proof, by where the evidence has it."""


def behind_of(revisions: Collection[ItemRevision]) -> dict[int, Behind]:
    """By revision, for those that are executed; no query where none is."""
    executed = [revision.pk for revision in revisions if revision.program_id is not None]
    if not executed:
        return {}
    about = {"program": OuterRef("program"), "expectation_digest": OuterRef("proof_digest")}
    proven = Evidence.objects.filter(**about, verdict=Verdict.PROVEN.value).order_by("-shown_at", "-pk")
    proofs = {
        "here": proven.filter(run__isnull=False),
        "elsewhere": proven.filter(run__isnull=True, prover=PROVER),
    }
    read = {
        f"{where}_{name}": Subquery(evidence.values(field)[:1])
        for where, evidence in proofs.items()
        for name, field in _PROOF.items()
    }
    explained = newest_first(Explained.objects.filter(**about))
    traced = explained.annotate(traced=ExpressionWrapper(Q(trace__isnull=False), output_field=BooleanField()))
    rows = (
        ItemRevision.objects.filter(pk__in=executed)
        .annotate(
            **read,
            found_id=Subquery(explained.values("pk")[:1]),
            found_raw=Subquery(explained.values("content")[:1]),
            found_traced=Subquery(traced.values("traced")[:1]),
            found_approved=Subquery(Approved.objects.filter(**about).values("digests")[:1]),
        )
        .values("pk", *read, "found_id", "found_raw", "found_traced", "found_approved")
    )
    return {
        row["pk"]: Behind(proof=_proof(row, "here"), elsewhere=_proof(row, "elsewhere"), found=_found(row))
        for row in rows
    }


def found(revision: ItemRevision) -> Found | None:
    """What explains ``revision``, if anything does."""
    return behind_of([revision]).get(revision.pk, NOTHING).found


def _proof(row: Mapping[str, Any], where: str) -> Proof | None:
    if row[f"{where}_runs"] is None:
        return None
    values = {name: row[f"{where}_{name}"] for name in _PROOF}
    return Proof(**values | {"varied": tuple(values["varied"])})


def _found(row: Mapping[str, Any]) -> Found | None:
    if row["found_id"] is None:
        return None
    approved = frozenset(row["found_approved"] or {})
    return Found(row["found_id"], row["found_raw"], bool(row["found_traced"]), approved)
