"""What the key of a question rests on, as told to learners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizapp.evidence.behind import Proof
from quizapp.sittings.showing import Revealed

VARIED: Final[dict[str, str | Promise]] = {
    "seed": _("the seed of random numbers"),
    "weights": _("the weights that were made up"),
    "uninitialised_memory": _("what memory held before"),
    "clock": _("the time of day"),
    "race": _("which thread comes first"),
    "threads": _("the number of threads"),
    "cpu_capability": _("the processor's instructions"),
    "address": _("where things lie in memory"),
    "hash": _("the order of sets"),
}
"""In words, what runs were made to differ in."""


@dataclass(frozen=True)
class Provenance:
    """Why learners may believe the key of a question that is executed."""

    proof: Proof | None
    """The runs that proved it, here or elsewhere; None where an author's word had to do."""
    is_elsewhere: bool
    """Nothing was run here: it was proven by another installation, which the pack came from."""
    also_elsewhere: Proof | None
    """Where it was proven here, and by another installation too."""
    reason: str
    """Why it had to."""
    varied: tuple[str, ...]
    """In words, what the runs were made to differ in."""
    versions: tuple[str, ...]
    """``torch 2.13.0+cpu``, Python first."""
    versions_elsewhere: tuple[str, ...]


def provenance_of(told: Revealed | None) -> Provenance | None:
    """None where there is nothing to tell, or it may not be told yet."""
    if told is None:
        return None
    proof = told.proof or told.proof_elsewhere
    if proof is None and not told.on_word:
        return None
    also_elsewhere = told.proof_elsewhere if told.proof is not None else None
    return Provenance(
        proof=proof,
        is_elsewhere=told.proof is None,
        also_elsewhere=also_elsewhere,
        reason=told.word_reason,
        varied=tuple(str(VARIED.get(name, name)) for name in (proof.varied if proof is not None else ())),
        versions=_versions(proof),
        versions_elsewhere=_versions(also_elsewhere),
    )


def _versions(proof: Proof | None) -> tuple[str, ...]:
    versions = proof.versions if proof is not None else {}
    python_first = sorted(versions.items(), key=lambda each: (each[0] != "python", each))
    return tuple(f"{name} {version}" for name, version in python_first)
