"""Where revisions stand before the gate: what their evidence says, read in three queries for any number of them.

A key is proven here where its runtime is. Evidence that came with a pack decides only where this installation has
no runner, or none of its runners has the runtime.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.conf import settings
from django.utils.translation import gettext

from quizapp.catalog.missing import missing_parts
from quizapp.catalog.models import Claim, ItemRevision
from quizapp.evidence.models import Environment, Evidence
from runner.protocol import PROVER, Verdict

Basis = ItemRevision.Basis


@dataclass(frozen=True, slots=True)
class GateStanding:
    """Whether a revision may be published, on what basis, and why or why not."""

    publishable: bool
    basis: ItemRevision.Basis
    latest: Evidence | None
    """The newest evidence there is, of whatever prover; of those that decide, one that stands in the way."""
    reason: str
    contradicted: bool = False
    """The current prover found the key wrong or the output unstable, or the question is void: not even an author's word
    helps."""
    missing: tuple[Environment, ...] = ()
    """Environments that count and in which the current prover has not tried it."""
    incomplete: bool = False
    """Something in it is still to be written: not even an author's word helps."""


Stated = TypeVar("Stated", ItemRevision, Claim)
"""What states something of a program: a question's revision its key, a lesson's claim what a pitfall shows."""


def standings(revisions: Collection[Stated]) -> dict[int, GateStanding]:
    """The standing of each, all of them revisions or all of them claims, by its primary key."""
    executed = [revision for revision in revisions if revision.program_id is not None]
    evidence = _evidence_of(executed)
    counting = _counting()
    ours = _offered_here()
    return {
        revision.pk: _complete(
            revision, _standing(revision, evidence[revision.program_id, revision.proof_digest], counting, ours)
        )
        for revision in revisions
    }


def _complete(revision: ItemRevision | Claim, found: GateStanding) -> GateStanding:
    """The same, but shut where the revision itself says that something of it is missing."""
    missing = missing_parts(revision.content) if isinstance(revision, ItemRevision) else ()
    if not missing:
        return found
    reason = gettext("to be written first: %(parts)s") % {"parts": ", ".join(missing)}
    return replace(found, publishable=False, basis=Basis.NONE, reason=reason, incomplete=True)


def _evidence_of(
    revisions: Sequence[ItemRevision] | Sequence[Claim],
) -> Mapping[tuple[int | None, str], list[Evidence]]:
    """All evidence, newest first."""
    found: defaultdict[tuple[int | None, str], list[Evidence]] = defaultdict(list)
    if revisions:
        rows = Evidence.objects.filter(program__in={revision.program_id for revision in revisions})
        for each in rows.select_related("environment").order_by("-shown_at", "-pk"):
            found[each.program_id, each.expectation_digest].append(each)
    return found


def _counting() -> Mapping[tuple[str, str], list[Environment]]:
    """By runtime and device, the environments in which a key has to be proven; none of another prover can prove it."""
    counting: defaultdict[tuple[str, str], list[Environment]] = defaultdict(list)
    if settings.RUNNER != "none":
        ours = Environment.objects.filter(counts=True, doubt="", origin=Environment.Origin.RUNNER, prover=PROVER)
        for each in ours.order_by("pk"):
            counting[each.runtime, each.device].append(each)
    return counting


def _offered_here() -> frozenset[tuple[str, str]] | None:
    """Each runtime and device that a runner of ours has ever had; ``None`` while none has said what it has."""
    if settings.RUNNER == "none":
        return frozenset()
    announced = Environment.objects.filter(origin=Environment.Origin.RUNNER, announced_at__isnull=False)
    return frozenset(announced.values_list("runtime", "device").distinct()) or None


def _standing(
    revision: ItemRevision | Claim,
    evidence: list[Evidence],
    counting: Mapping[tuple[str, str], list[Environment]],
    offered_here: frozenset[tuple[str, str]] | None,
) -> GateStanding:
    if revision.program is None:
        return GateStanding(True, Basis.PROSE, None, gettext("nothing in it is executed"))
    if isinstance(revision, ItemRevision) and revision.lost_its_key:
        reason = gettext("it is void: no key is left to prove")
        return GateStanding(False, Basis.NONE, None, reason, contradicted=True)
    lane = (revision.program.runtime, revision.program.device)
    if offered_here is not None and lane not in offered_here:
        # Shipped evidence counts where it was shown: each pattern comes with its own.
        required = list({each.environment_id: each.environment for each in evidence if each.prover == PROVER}.values())
    else:
        evidence = [each for each in evidence if each.run_id is not None]
        required = counting[lane]
    return _judge(revision, evidence, required)


def _judge(revision: ItemRevision | Claim, evidence: list[Evidence], required: list[Environment]) -> GateStanding:
    latest = evidence[0] if evidence else None
    decisive: dict[int, Evidence] = {}
    for each in evidence:
        if each.prover == PROVER:
            decisive.setdefault(each.environment_id, each)
    asked = [(environment, decisive.get(environment.pk)) for environment in required]
    missing = tuple(environment for environment, found in asked if found is None)
    against = [found for _, found in asked if found is not None and found.verdict != Verdict.PROVEN]
    for found in sorted(against, key=lambda each: each.verdict == Verdict.INCONCLUSIVE):
        contradicted = found.verdict in {Verdict.REFUTED, Verdict.UNSTABLE}
        return GateStanding(False, Basis.NONE, found, _why_not(found), contradicted, missing)
    if missing:
        return GateStanding(
            False,
            Basis.NONE,
            latest,
            gettext("not proven yet in %(environment)s") % {"environment": missing[0]},
            missing=missing,
        )
    if not required:
        return GateStanding(False, Basis.NONE, latest, _nowhere(revision))
    return GateStanding(True, Basis.PROVEN, decisive[required[0].pk], gettext("proven wherever it counts"))


def _why_not(evidence: Evidence) -> str:
    found = {"verdict": evidence.verdict, "environment": evidence.environment, "reason": evidence.reason}
    if evidence.unstable_because:
        why = gettext("%(verdict)s in %(environment)s because of %(causes)s")
        said = why % (found | {"causes": ", ".join(evidence.unstable_because)})
    else:
        said = gettext("%(verdict)s in %(environment)s") % found
    return f"{said}: {evidence.reason}" if evidence.reason else said


def _nowhere(revision: ItemRevision | Claim) -> str:
    if settings.RUNNER == "none":
        return gettext("no evidence came with its pack, and this installation has no runner")
    assert revision.program is not None
    said = gettext("no runner with the current prover has announced %(runtime)s on %(device)s yet")
    return said % {"runtime": revision.program.runtime, "device": revision.program.device}
