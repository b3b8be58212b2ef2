"""What the key of a question rests on, as told to learners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizapp.evidence.behind import Proof
from quizapp.sittings.solution import Revealed

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
class Shown:
    """A proof with its lists in words."""

    proof: Proof
    varied: str
    """What the runs were made to differ in."""
    versions: str
    """``python 3.11.7, torch 2.13.0+cpu``, Python first."""


@dataclass(frozen=True)
class Provenance:
    """Why learners may believe the key of a question that is executed; on an author's word where there is no proof."""

    here: Shown | None
    elsewhere: Shown | None
    reason: str
    """Why an author's word had to do."""


def provenance_of(told: Revealed | None) -> Provenance | None:
    """None where there is nothing to tell, or it may not be told yet."""
    if told is None or not (told.proof or told.elsewhere or told.on_word):
        return None
    return Provenance(_shown(told.proof), _shown(told.elsewhere), told.word_reason)


def _shown(proof: Proof | None) -> Shown | None:
    if proof is None:
        return None
    versions = sorted(proof.versions.items(), key=lambda each: (each[0] != "python", each))
    return Shown(
        proof=proof,
        varied=", ".join(str(VARIED.get(name, name)) for name in proof.varied),
        versions=", ".join(f"{name} {version}" for name, version in versions),
    )
