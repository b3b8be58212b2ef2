"""What the gate says of another key for a revision that is out already.

A new key of what is executed has to be proven like the first one: in every environment that counts, by the current
prover. Nobody's word replaces that; where it cannot be proven, the question can be made void.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quizapp.accounts.models import User
from quizapp.catalog.keys import key_in_force, keyed
from quizapp.catalog.models import ItemRevision
from quizapp.evidence.models import Drift
from quizapp.evidence.proving import prove
from quizapp.evidence.standings import GateStanding, standings
from quizapp.runs.models import Run
from runner.protocol import Verdict


def corrected_standing(revision: ItemRevision, new_key: str) -> GateStanding:
    """Where ``revision`` would stand with ``new_key``; prose stands as prose."""
    corrected = _keyed(revision, new_key)
    return standings([corrected])[corrected.pk]


def prove_corrected(revision: ItemRevision, new_key: str, now: datetime) -> list[Run]:
    """The runs that will prove or refute ``new_key``: one in each environment that lacks it; raises ``NotProvable``.

    Where only one is undecided, it is tried there again.
    """
    corrected = _keyed(revision, new_key)
    found = standings([corrected])[corrected.pk]
    undecided = found.latest is not None and found.latest.verdict == Verdict.INCONCLUSIVE
    again = (found.latest.environment,) if found.latest is not None and undecided else (None,)
    return [prove(corrected, Run.Priority.PROVE, now, where) for where in found.missing or again]


def prove_where_untried(revision: ItemRevision, new_key: str, now: datetime) -> int:
    """Ask where ``new_key`` lacks a proof and nobody has asked yet, as in an environment that has begun to count since.

    Raises ``NotProvable``.
    """
    corrected = _keyed(revision, new_key)
    asked = Run.objects.filter(program=corrected.program, expectation_digest=corrected.proof_digest)
    digests = set(asked.values_list("environment", flat=True))
    untried = [each for each in standings([corrected])[corrected.pk].missing if each.digest not in digests]
    for where in untried:
        prove(corrected, Run.Priority.PROVE, now, where)
    return len(untried)


@transaction.atomic
def follow(revision: ItemRevision, old_digest: str, by: User, reason: str, now: datetime) -> None:
    """What a key in force from ``now`` on does to alarms and withdrawals, ``old_digest`` being what was proven before.

    What is void is asked of nobody who begins from now on. What was withdrawn for the old key comes back, since the
    new one was proven wherever that counts; alarms about the old key are settled where no other question has it.
    """
    revision.withdrawn_at = (revision.withdrawn_at or now) if key_in_force(revision).void else None
    revision.save(update_fields=["withdrawn_at"])
    others = ItemRevision.objects.filter(program=revision.program_id, proof_digest=old_digest)
    if old_digest and not others.filter(state=ItemRevision.State.PUBLISHED, item__retired_at__isnull=True).exists():
        Drift.objects.open().filter(after__program=revision.program_id, after__expectation_digest=old_digest).update(
            settled_at=now, settled_by=by, settlement=f"the key was corrected: {reason}"
        )


def _keyed(revision: ItemRevision, new_key: str) -> ItemRevision:
    """``revision`` as if it had been written with ``new_key``; never saved."""
    question = keyed(revision.question, new_key)
    expectation = question.expectation()
    digest = "" if expectation is None else expectation.digest
    return ItemRevision(
        pk=revision.pk,
        item=revision.item,
        number=revision.number,
        content=question.model_dump(mode="json"),
        program=revision.program,
        expectation_digest=digest,
        proof_digest=digest,
        state=revision.state,
        author=revision.author,
    )
