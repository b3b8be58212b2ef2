"""Asks the runners to prove keys of questions and claims of lessons."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext

from quizapp.catalog.keys import expectation_in_force
from quizapp.catalog.models import Claim, ItemRevision
from quizapp.evidence import devices
from quizapp.evidence.errors import NoRunnerHere, NothingToProve
from quizapp.evidence.in_use import claims_in_use, revisions_in_use
from quizapp.evidence.models import Environment
from quizapp.evidence.standings import GateStanding, standings
from quizapp.runs.models import Run
from quizapp.runs.requesting import request_run
from runner.protocol import PROVER, Expectation, Verdict


def prove(revision: ItemRevision, priority: Run.Priority, now: datetime, where: Environment | None = None) -> Run:
    """The run that will prove or refute the key of ``revision``: the one in flight, or a new one.

    ``where`` binds it to one environment. What needs a GPU is run on the processor too, so that evidence says whether
    the two agree. Raises ``NotProvable``.
    """
    if settings.RUNNER == "none":
        raise NoRunnerHere(
            gettext("%(revision)s cannot be proven here: this installation has no runner") % {"revision": revision}
        )
    if revision.program is None:
        raise NothingToProve(gettext("%(revision)s executes nothing") % {"revision": revision})
    if refused := devices.refusal(revision, revision.program, now):
        raise refused
    expectation = expectation_in_force(revision)
    if expectation is None:
        raise NothingToProve(gettext("%(revision)s is void: no key is left to prove") % {"revision": revision})
    if twin := devices.twin_on_processor(revision.program):
        request_run(twin, expectation, priority, now)
    return request_run(revision.program, expectation, priority, now, environment=where.digest if where else "")


def prove_claim(claim: Claim, priority: Run.Priority, now: datetime, where: Environment | None = None) -> Run:
    """The run that will bear out ``claim`` or not, in ``where`` if given: the one in flight, or a new one."""
    if settings.RUNNER == "none":
        raise NoRunnerHere(
            gettext("%(revision)s cannot be proven here: this installation has no runner") % {"revision": claim}
        )
    if refused := devices.refusal(claim.revision, claim.program, now):
        raise refused
    expectation = Expectation.from_dict(claim.expectation)
    return request_run(claim.program, expectation, priority, now, environment=where.digest if where else "")


def prove_missing(now: datetime, *, retry: bool = False) -> int:
    """Ask for what the gate lacks: what is in use without evidence of the current prover; returns how many.

    With ``retry`` what the current prover could not decide is asked again: the host may have been too busy for it.
    What stands on an author's word is left alone: it has no runner here, or would have been proven.
    """
    if settings.RUNNER == "none":
        return 0
    revisions = list(revisions_in_use().exclude(basis=ItemRevision.Basis.WORD))
    found = standings(revisions)
    lacking = [
        revision
        for revision in revisions
        if _lacks_evidence(found[revision.pk], retry=retry)
        and revision.program is not None
        and devices.refusal(revision, revision.program, now) is None
    ]
    for revision in lacking:
        published = revision.state == ItemRevision.State.PUBLISHED
        for where in found[revision.pk].missing or (None,):
            prove(revision, Run.Priority.REVERIFY if published else Run.Priority.START, now, where)
    return len(lacking) + _prove_missing_claims(now, retry=retry)


def _prove_missing_claims(now: datetime, *, retry: bool) -> int:
    claims = list(claims_in_use())
    found = standings(claims)
    lacking = [
        claim
        for claim in claims
        if _lacks_evidence(found[claim.pk], retry=retry) and devices.refusal(claim.revision, claim.program, now) is None
    ]
    for claim in lacking:
        for where in found[claim.pk].missing or (None,):
            prove_claim(claim, Run.Priority.START, now, where)
    return len(lacking)


def _lacks_evidence(found: GateStanding, *, retry: bool) -> bool:
    """Untried where it counts; or nothing counts yet, and the run may as well wait for its runner."""
    if found.publishable or found.contradicted:
        return bool(found.missing)
    untried = found.latest is None or found.latest.prover != PROVER
    undecided = found.latest is not None and found.latest.verdict == Verdict.INCONCLUSIVE
    return bool(found.missing) or untried or (retry and undecided)
