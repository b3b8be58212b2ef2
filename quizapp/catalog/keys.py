"""Which choice is right: the revision's own key, or what its last correction says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quizapp.catalog.models import ItemRevision, KeyCorrection


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


def _in_force(revision: ItemRevision, corrected: str | None) -> KeyInForce:
    if corrected is None:
        return KeyInForce(revision.question.key)
    return KeyInForce(corrected) if corrected else KeyInForce(None, void=True)
