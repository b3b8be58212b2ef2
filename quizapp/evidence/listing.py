"""What is known of every executed revision in use, one line each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from quizapp.catalog.models import ItemRevision
from quizapp.evidence.devices import agrees_with_processor
from quizapp.evidence.in_use import revisions_in_use
from quizapp.evidence.standings import GateStanding, standings
from runner.protocol import PROVER


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One revision and the evidence that decides, or stands in the way."""

    slug: str
    revision: int
    verdict: str
    """``none`` while there is no evidence."""
    output: str
    matched: str
    versions: dict[str, str]
    runtime: str
    device: str
    agrees_with_processor: bool | None
    """Of a program for a GPU: whether the processor prints the same; null where one of the two was not seen."""
    runs: int
    environment: str
    """Digest of where it was shown."""
    elsewhere: bool
    """Shown by another installation; it came with the pack."""
    prover: int | None
    current: bool
    """Shown by the prover of today."""
    published: bool
    basis: str
    publishable: bool
    reason: str
    shown_at: str

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def evidence_in_use() -> list[EvidenceLine]:
    """A line for each executed revision that is published, or is to be once proven, by slug."""
    revisions = list(revisions_in_use())
    found = standings(revisions)
    return [_line(revision, found[revision.pk]) for revision in revisions]


def _line(revision: ItemRevision, standing: GateStanding) -> EvidenceLine:
    assert revision.program is not None
    latest = standing.latest
    return EvidenceLine(
        slug=revision.item.slug,
        revision=revision.number,
        verdict=latest.verdict if latest else "none",
        output=latest.output if latest else "",
        matched=latest.matched if latest else "",
        versions=latest.environment.versions if latest else {},
        runtime=revision.program.runtime,
        device=revision.program.device,
        agrees_with_processor=agrees_with_processor(revision),
        runs=latest.runs if latest else 0,
        environment=latest.environment.digest if latest else "",
        elsewhere=latest is not None and latest.run_id is None,
        prover=latest.prover if latest else None,
        current=latest is not None and latest.prover == PROVER,
        published=revision.state == ItemRevision.State.PUBLISHED,
        basis=revision.basis,
        publishable=standing.publishable,
        reason=standing.reason,
        shown_at=latest.shown_at.isoformat() if latest else "",
    )
