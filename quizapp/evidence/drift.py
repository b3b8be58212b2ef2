"""What follows when a program shows something else than it had: a row, and a key that may be wrong is withdrawn.

All of it happens in the transaction that records the run. Only environments that count have consequences; what differs
in the others is seen beside them.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from quizapp.accounts.models import User
from quizapp.catalog.models import ItemRevision
from quizapp.evidence.classing import ALARMS, Difference, classify
from quizapp.evidence.models import Drift, Environment, Evidence
from runner.protocol import PROVER, Expectation, Verdict

logger = logging.getLogger(__name__)

CONTRADICTS: Final = frozenset({Verdict.REFUTED, Verdict.UNSTABLE})
DOUBTED_FROM: Final = 3
"""So many programs that contradict themselves in one environment, and nothing is published any more on its word."""
_OF_OUTPUT: Final = frozenset({Difference.CHANGED, Difference.RAISES, Difference.NO_LONGER_RAISES})
"""What cannot happen twice in one environment, unless it is not what its runners say it is."""


def note_drift(evidence: Evidence, expectation: Expectation, now: datetime) -> Drift | None:
    """Class ``evidence`` against what was shown before, and withdraw what may be wrong; None where nothing was."""
    if evidence.verdict == Verdict.INCONCLUSIVE:
        return None
    _note_contradiction(evidence, expectation)
    before = _baseline(evidence)
    difference = _difference(before, evidence, expectation)
    if difference is None:
        return None
    drift = Drift.objects.create(before=before, after=evidence, difference=difference, noted_at=now)
    withdraw(drift, now)
    return drift


def withdraw(drift: Drift, now: datetime) -> int:
    """Take what rests on the key of an alarm out of what begins from now on, where its environment counts."""
    if drift.settled_at is not None or drift.difference not in ALARMS:
        return 0
    if not drift.after.environment.counts or drift.after.prover != PROVER or drift.after.verdict not in CONTRADICTS:
        return 0
    return revisions_of(drift).filter(withdrawn_at__isnull=True).update(withdrawn_at=now)


def withdraw_in(environment: Environment, now: datetime) -> int:
    """Likewise for every alarm nobody has settled, in an environment that has begun to count."""
    return sum(withdraw(drift, now) for drift in _latest_open(environment))


def revisions_of(drift: Drift) -> QuerySet[ItemRevision]:
    """The published revisions whose key rests on what the program shows."""
    about = {"program": drift.after.program_id, "proof_digest": drift.after.expectation_digest}
    return ItemRevision.objects.filter(state=ItemRevision.State.PUBLISHED, item__retired_at__isnull=True, **about)


@transaction.atomic
def put_back(drift: Drift, by: User, reason: str, now: datetime) -> int:
    """Let learners get again what was withdrawn, on the word of ``by``; settles every open alarm about the same key."""
    put = revisions_of(drift).update(withdrawn_at=None)
    settle(drift, by, f"put back: {reason}", now)
    return put


def settle(drift: Drift, by: User, decision: str, now: datetime) -> None:
    """Close the open alarms about the key of ``drift`` with a decision; doing so twice changes nothing."""
    Drift.objects.open().filter(
        after__program=drift.after.program_id, after__expectation_digest=drift.after.expectation_digest
    ).update(settled_at=now, settled_by=by, settlement=decision)


def _difference(before: Evidence | None, after: Evidence, expectation: Expectation) -> Difference | None:
    if before is not None:
        return classify(before.seen(), after.seen(), expectation)
    if after.verdict in CONTRADICTS and ItemRevision.objects.filter(
        state=ItemRevision.State.PUBLISHED, program=after.program_id, proof_digest=after.expectation_digest
    ):
        return Difference.CHANGED  # it was published on a word, and the word does not hold
    return None


def _baseline(evidence: Evidence) -> Evidence | None:
    """What the key rests on: the newest proof; where there is none, the newest evidence that says anything."""
    earlier = _earlier(evidence)
    return earlier.filter(verdict=Verdict.PROVEN).first() or earlier.first()


def _earlier(evidence: Evidence) -> QuerySet[Evidence]:
    return (
        Evidence.objects.filter(program=evidence.program_id, expectation_digest=evidence.expectation_digest)
        .exclude(pk=evidence.pk)
        .exclude(run=None)  # what came with a pack tells neither exception nor warnings
        .exclude(verdict=Verdict.INCONCLUSIVE)
        .select_related("environment")
    )


def _note_contradiction(evidence: Evidence, expectation: Expectation) -> None:
    """One environment cannot show two stable outputs of a program; once may be luck, several times it is no luck."""
    environment = evidence.environment
    earlier = _earlier(evidence).filter(environment=environment).first()
    if earlier is None or classify(earlier.seen(), evidence.seen(), expectation) not in _OF_OUTPUT:
        return
    environment.contradicted.add(evidence.program)
    if not environment.doubt and environment.contradicted.count() >= DOUBTED_FROM:
        environment.doubt = (
            f"{DOUBTED_FROM} programs showed here what they had not shown before, such as {_short(evidence)} after "
            f"{_short(earlier)} for {evidence.program}: what is installed is not what its runners say it is."
        )
        environment.save(update_fields=["doubt"])
        logger.warning("environment %s is in doubt: %s", environment.digest[:12], environment.doubt)


def _short(evidence: Evidence) -> str:
    return repr((evidence.exception or evidence.output.strip())[:80])


def _latest_open(environment: Environment) -> list[Drift]:
    """Of each key, what was noted last: an older alarm may have passed."""
    rows = Drift.objects.filter(after__environment=environment).select_related("after__environment")
    latest: dict[tuple[int, str], Drift] = {}
    for drift in rows:  # newest first
        latest.setdefault((drift.after.program_id, drift.after.expectation_digest), drift)
    return [drift for drift in latest.values() if drift.settled_at is None]
