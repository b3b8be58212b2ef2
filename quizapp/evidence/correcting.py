"""What the gate says of another key for a revision that is out already.

A new key of what is executed has to be proven like the first one: in every environment that counts, by the current
prover. Nobody's word replaces that; where it cannot be proven, the question can be made void.
"""

from __future__ import annotations

from datetime import datetime

from quizapp.catalog.models import ItemRevision
from quizapp.evidence.proving import prove
from quizapp.evidence.standings import GateStanding, standings
from quizapp.runs.models import Run


def corrected_standing(revision: ItemRevision, new_key: str) -> GateStanding:
    """Where ``revision`` would stand with ``new_key``; prose stands as prose."""
    keyed = _keyed(revision, new_key)
    return standings([keyed])[keyed.pk]


def prove_corrected(revision: ItemRevision, new_key: str, now: datetime) -> Run:
    """The run that will prove or refute ``new_key``; raises ``NothingToProve`` and ``NoRunnerHere``."""
    return prove(_keyed(revision, new_key), Run.Priority.PROVE, now)


def _keyed(revision: ItemRevision, new_key: str) -> ItemRevision:
    """``revision`` as if it had been written with ``new_key``; never saved."""
    question = revision.question.model_copy(update={"key": new_key})
    expectation = question.expectation()
    return ItemRevision(
        pk=revision.pk,
        item=revision.item,
        number=revision.number,
        content=question.model_dump(mode="json"),
        program=revision.program,
        expectation_digest="" if expectation is None else expectation.digest,
    )
