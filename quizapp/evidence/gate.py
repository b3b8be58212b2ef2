"""The gate between a revision and its learners.

Prose passes. What is executed passes when the current prover has proven its key in every environment that counts; or,
marked as such to learners and kept off boards, on an author's word with a reason. A key that was refuted, or whose
output is unstable, never passes; nor does a revision that says itself that something of it is still missing.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from quizapp.accounts.models import User
from quizapp.catalog.models import Item, ItemRevision
from quizapp.evidence.errors import NotPublishable
from quizapp.evidence.signals import revision_published
from quizapp.evidence.standings import GateStanding, standings

State = ItemRevision.State


def standing(revision: ItemRevision) -> GateStanding:
    """Where ``revision`` stands before the gate."""
    return standings([revision])[revision.pk]


def publish(revision: ItemRevision, now: datetime) -> None:
    """Let ``revision`` reach learners in place of the one before; raises ``NotPublishable``."""
    with transaction.atomic():
        item = _locked(revision)
        found = standing(revision)
        if not found.publishable:
            raise NotPublishable(revision, found.reason)
        _put_out(item, revision, found.basis, now)


def publish_on_word(revision: ItemRevision, by: User, reason: str, now: datetime) -> None:
    """Let ``revision`` reach learners on the word of ``by``; raises ``NotPublishable``."""
    with transaction.atomic():
        item = _locked(revision)
        found = standing(revision)
        if found.incomplete:
            raise NotPublishable(revision, found.reason)
        if found.basis == ItemRevision.Basis.PROSE:
            raise NotPublishable(revision, gettext("nothing in it is executed, so it needs nobody's word"))
        if found.contradicted:
            raise NotPublishable(revision, found.reason)
        if not reason.strip():
            raise NotPublishable(revision, gettext("a word needs a reason"))
        revision.word_by, revision.word_reason = by, reason.strip()
        _put_out(item, revision, ItemRevision.Basis.WORD, now)


def publish_ready(now: datetime, program_id: int | None = None, expectation_digest: str = "") -> int:
    """Publish what was to be published when proven, and now is; with ``program_id`` only what that run was about."""
    waiting = ItemRevision.objects.filter(publish_when_proven=True, item__retired_at__isnull=True)
    if program_id is not None:
        waiting = waiting.filter(program_id=program_id, proof_digest=expectation_digest)
    # The newest of an item decides: an older one must not go out after it, nor flash up before it.
    newest = {each.item_id: each for each in waiting.select_related("item", "program").order_by("number")}
    found = standings(newest.values())
    return sum(_publish_if_newer(each, now) for each in newest.values() if found[each.pk].publishable)


def _publish_if_newer(revision: ItemRevision, now: datetime) -> bool:
    with transaction.atomic():
        item = _locked(revision)
        newer = item.published is not None and item.published.number >= revision.number
        if newer or not revision.publish_when_proven:
            return False
        _put_out(item, revision, standing(revision).basis, now)
    return True


def _locked(revision: ItemRevision) -> Item:
    """The item of ``revision``, ours alone until the transaction ends; ``revision`` is read anew."""
    item = Item.objects.select_for_update().get(pk=revision.item_id)
    revision.refresh_from_db()
    if item.retired_at is not None:
        raise NotPublishable(revision, gettext("its item is retired"))
    return item


def _put_out(item: Item, revision: ItemRevision, basis: ItemRevision.Basis, now: datetime) -> None:
    if revision.state == State.PUBLISHED and revision.basis == basis:
        return
    if basis != ItemRevision.Basis.WORD:
        revision.word_by, revision.word_reason = None, ""
    revision.state, revision.basis, revision.published_at = State.PUBLISHED, basis, now
    revision.publish_when_proven = False
    revision.save()
    others = item.revisions.exclude(pk=revision.pk)
    others.filter(state=State.PUBLISHED).update(state=State.SUPERSEDED)
    others.filter(number__lt=revision.number).update(publish_when_proven=False)
    item.published = revision
    item.save(update_fields=["published"])
    revision_published.send(sender=ItemRevision, revision=revision, now=now)
