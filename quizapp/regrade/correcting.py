"""Corrects a key: asked for once, put in force when the gate lets it, and from then on applied by the job.

What is executed waits for its proof. A void question, and a new key of prose, hold by a reviewer's decision.
"""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from quizapp.accounts.models import User
from quizapp.catalog.keys import KeyInForce, correct, key_in_force
from quizapp.catalog.models import Item, ItemRevision
from quizapp.evidence.correcting import corrected_standing, follow, prove_corrected, prove_where_untried
from quizapp.evidence.errors import NotProvable
from quizapp.evidence.standings import GateStanding
from quizapp.regrade.errors import CorrectionRefused, NotPermitted
from quizapp.regrade.models import Regrade

BY_PROOF: Final = "catalog.publish_itemrevision"
"""Who may publish what is proven may also correct it by a proof."""
BY_DECISION: Final = "catalog.publish_on_word_itemrevision"
"""Without a proof somebody has to answer for it."""

State = Regrade.State


@transaction.atomic
def ask(revision: ItemRevision, new_key: str, *, strict: bool, reason: str, by: User, now: datetime) -> Regrade:
    """Correct the key of ``revision`` to the choice ``new_key``, or make it void where that is empty.

    In force at once, or as soon as it is proven. Raises ``CorrectionRefused`` and ``NotPermitted``.
    """
    _held(revision)
    check(revision, new_key)
    if not by.has_perm(permission_for(revision, new_key)):
        raise NotPermitted(gettext("A void question, or a key that no program proves, needs a reviewer's decision."))
    if not reason.strip():
        raise CorrectionRefused(gettext("A correction needs a reason: learners read it."))
    regrade = Regrade.objects.create(
        revision=revision,
        new_key=new_key,
        strict=strict,
        reason=reason.strip(),
        asked_by=by,
        asked_at=now,
        state=State.WAITING,
    )
    standing = gate_for(revision, new_key)
    if standing is None or standing.publishable:
        _put_in_force(regrade, now)
    elif is_refused(standing):
        raise CorrectionRefused(gettext("The new key is not proven: %(reason)s.") % {"reason": standing.reason})
    else:
        _prove(revision, new_key, now)
    return regrade


def check(revision: ItemRevision, new_key: str) -> None:
    """Raises ``CorrectionRefused`` where a correction to ``new_key`` makes no sense now."""
    key, question = key_in_force(revision), revision.question
    if new_key and new_key not in {choice.id for choice in question.choices}:
        raise CorrectionRefused(gettext("%(key)s is none of the choices.") % {"key": repr(new_key)})
    if key == (KeyInForce(new_key) if new_key else KeyInForce(None, void=True)):
        raise CorrectionRefused(gettext("That is the key in force already."))
    unfinished = Regrade.objects.unfinished().filter(revision=revision).first()
    if unfinished is not None:
        raise CorrectionRefused(
            gettext("An earlier correction waits for its proof; withdraw it first.")
            if unfinished.state == State.WAITING
            else gettext("An earlier correction is still being applied; try again when it is done.")
        )


def permission_for(revision: ItemRevision, new_key: str) -> str:
    """The permission that correcting ``revision`` to ``new_key`` takes."""
    return BY_PROOF if new_key and revision.question.is_executed else BY_DECISION


def gate_for(revision: ItemRevision, new_key: str) -> GateStanding | None:
    """Where the new key stands before the gate; None where there is nothing to prove."""
    return corrected_standing(revision, new_key) if new_key and revision.question.is_executed else None


def is_refused(standing: GateStanding) -> bool:
    """Whether a key that stands so before the gate is not even worth waiting for."""
    return standing.contradicted or (settings.RUNNER == "none" and not standing.publishable)


@transaction.atomic
def withdraw(regrade: Regrade, now: datetime) -> bool:
    """Take back a correction that waits for its proof; whether it still did."""
    waiting = Regrade.objects.filter(pk=regrade.pk, state=State.WAITING)
    return bool(waiting.update(state=State.WITHDRAWN, finished_at=now))


def decide_waiting(now: datetime) -> int:
    """Put in force what has been proven by now, refuse what has been refuted; returns how many still wait."""
    waiting = list(Regrade.objects.filter(state=State.WAITING).order_by("pk").values_list("pk", flat=True))
    return sum(not _decide(regrade_id, now) for regrade_id in waiting)


@transaction.atomic
def _decide(regrade_id: int, now: datetime) -> bool:
    regrade = (
        Regrade.objects.select_for_update(of=("self",), no_key=True)
        .select_related("revision__item", "revision__program")
        .get(pk=regrade_id)
    )
    if regrade.state != State.WAITING:
        return True
    standing = corrected_standing(regrade.revision, regrade.new_key)
    if standing.publishable:
        _held(regrade.revision)
        _put_in_force(regrade, now)
    elif standing.contradicted:
        regrade.state, regrade.settled_because, regrade.finished_at = State.REFUSED, standing.reason, now
        regrade.save(update_fields=["state", "settled_because", "finished_at"])
    else:
        with contextlib.suppress(NotProvable):  # it waits for what it needs, such as a GPU that is away
            prove_where_untried(regrade.revision, regrade.new_key, now)
    return regrade.state != State.WAITING


def _put_in_force(regrade: Regrade, now: datetime) -> None:
    """From here on answers are judged by the new key; the job sees to those given before."""
    revision, old_digest = regrade.revision, regrade.revision.proof_digest
    regrade.correction = correct(revision, regrade.new_key, reason=regrade.reason, by=regrade.asked_by, now=now)
    follow(revision, old_digest, regrade.asked_by, regrade.reason, now)
    regrade.state = State.APPLYING
    regrade.save(update_fields=["correction", "state"])


def _prove(revision: ItemRevision, new_key: str, now: datetime) -> None:
    try:
        prove_corrected(revision, new_key, now)
    except NotProvable as refused:
        raise CorrectionRefused(gettext("The new key cannot be proven: %(why)s.") % {"why": refused}) from refused


def _held(revision: ItemRevision) -> None:
    """The item, ours alone until the transaction ends: corrections of one revision come one after the other."""
    Item.objects.select_for_update().get(pk=revision.item_id)
