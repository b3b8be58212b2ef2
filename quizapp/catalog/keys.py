"""Which choice is right: the revision's own key, or what its last correction says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from quizapp.accounts.models import User
from quizapp.catalog.body import Body
from quizapp.catalog.content import Question
from quizapp.catalog.models import ItemRevision, KeyCorrection
from runner.protocol import Expectation


@dataclass(frozen=True)
class KeyInForce:
    """The choice that counts as right; in a void question every answer does."""

    choice_id: str | None
    void: bool = False

    def accepts(self, choice_id: str) -> bool:
        """Whether answering ``choice_id`` is right."""
        return self.void or choice_id == self.choice_id


def key_in_force(revision: ItemRevision) -> KeyInForce:
    """The key of one question's revision; raises ``TypeError`` for other items."""
    return keys_in_force([revision])[revision.pk]


def keys_in_force(revisions: Iterable[ItemRevision]) -> dict[int, KeyInForce]:
    """The keys of many questions' revisions by primary key, in one query."""
    by_pk = {revision.pk: revision for revision in revisions}
    # Oldest first, so that the last correction of a revision is the one that stays.
    corrected = dict(
        KeyCorrection.objects.filter(revision__in=by_pk)
        .order_by("corrected_at", "pk")
        .values_list("revision_id", "new_key")
    )
    return {pk: _in_force(revision, corrected.get(pk)) for pk, revision in by_pk.items()}


def expectation_in_force(revision: ItemRevision) -> Expectation | None:
    """What a run of its program is held against; None where nothing is executed, and where the question is void."""
    if revision.proof_digest == revision.expectation_digest:
        return revision.question.expectation()  # as it was written: no query
    body = bodies_in_force([revision])[revision.pk]
    return body.expectation() if isinstance(body, Question) else None


def bodies_in_force(revisions: Iterable[ItemRevision]) -> dict[int, Body | None]:
    """What each says by primary key, questions with the key in force; None where one is void. One query."""
    said = {revision.pk: revision for revision in revisions}
    keys = keys_in_force(revision for revision in said.values() if isinstance(revision.body, Question))
    return {pk: _by_key(revision.body, keys.get(pk)) for pk, revision in said.items()}


def _by_key(body: Body, key: KeyInForce | None) -> Body | None:
    if key is None or not isinstance(body, Question):
        return body
    return None if key.choice_id is None else keyed(body, key.choice_id)


def keyed(question: Question, key: str) -> Question:
    """``question`` as if it had been written with ``key``."""
    return question.model_copy(update={"key": key})


@transaction.atomic
def correct(revision: ItemRevision, new_key: str, *, reason: str, by: User, now: datetime) -> KeyCorrection:
    """From here on ``new_key`` is right, or every answer where it is empty; what has to be proven moves with it."""
    expectation = keyed(revision.question, new_key).expectation() if new_key else None
    correction = KeyCorrection.objects.create(
        revision=revision,
        old_key=key_in_force(revision).choice_id or "",
        new_key=new_key,
        reason=reason,
        corrected_by=by,
        corrected_at=now,
    )
    revision.proof_digest = "" if expectation is None else expectation.digest
    revision.save(update_fields=["proof_digest"])
    return correction


def _in_force(revision: ItemRevision, corrected: str | None) -> KeyInForce:
    if corrected is None:
        return KeyInForce(revision.question.key)
    return KeyInForce(corrected) if corrected else KeyInForce(None, void=True)
