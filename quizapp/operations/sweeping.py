"""What has to be done every second: resend what was lost, close what was left, apply corrections, ask for proofs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from quizapp.evidence import explaining, gate, proving, reverifying
from quizapp.operations.models import PartBeat
from quizapp.regrade import sweeping as regrading
from quizapp.runs import sweeper
from quizapp.runs.hosts import hosts_ready
from quizapp.runs.models import Run
from quizapp.sittings import closing, withdrawn
from runner.message import digest_of

INTERVAL: Final = timedelta(seconds=1)

logger = logging.getLogger(__name__)


def _say_so(now: datetime) -> None:
    PartBeat.say(PartBeat.Part.SWEEPER, INTERVAL, now)


DUTIES: Final[tuple[tuple[str, Callable[[datetime], object]], ...]] = (
    ("sweep runs", sweeper.sweep),
    ("go on re-verifying", reverifying.keep_up),
    ("close sittings", closing.close_left),
    ("drop problems", withdrawn.drop_decided),
    ("apply corrected keys", regrading.sweep),
    ("say that the sweeper is there", _say_so),
)


class ProofWatch:
    """Asks for missing proofs and explanations when runners are first heard of, and when what they announce changes.

    At first also for those that were tried before and could not be decided.
    """

    def __init__(self) -> None:
        self.asked: int | None = None
        """How many proofs were asked for at the last news; None until runners were heard of."""
        self._announced: frozenset[str] = frozenset()

    def look(self, now: datetime) -> None:
        announced = frozenset(digest_of(host.environments) for host in hosts_ready(now))
        if announced and announced != self._announced:
            self.asked = proving.prove_missing(now, retry=self.asked is None)
            gate.publish_ready(now)
            explaining.explain_missing(now)
            self._announced = announced


def tick(now: datetime, watch: ProofWatch | None = None) -> tuple[str, ...]:
    """Do every duty once; one that fails is logged, named in the result, and does not stop the next."""
    duties = (*DUTIES, ("ask for missing proofs", watch.look)) if watch else DUTIES
    return tuple(name for name, duty in duties if not _done(name, duty, now))


def _done(name: str, duty: Callable[[datetime], object], now: datetime) -> bool:
    try:
        duty(now)
    except Exception:
        logger.exception("could not %s", name)
        return False
    return True


def proofs_under_way() -> int:
    """How many verifications wait for a runner or are with one, without what is only proven anew or explained."""
    under_way = Run.objects.filter(state__in=Run.IN_FLIGHT, priority__lt=Run.Priority.REVERIFY, explain=False)
    return under_way.exclude(expectation=None).count()
