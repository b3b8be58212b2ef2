"""What everybody may read of corrections of an item's keys, for its page.

It tells keys: whoever shows it asks ``sittings.sealing`` first, as for the key itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from quizapp.catalog.models import Item, ItemRevision, KeyCorrection


@dataclass(frozen=True, kw_only=True)
class PublicCorrection:
    """One correction, in the words of the question."""

    revision_number: int
    corrected_at: datetime
    reason: str
    old: str | None
    """The text of the choice that counted until then; None where the question was void."""
    new: str | None
    """The text of the choice that counts since then; None where the question is void."""
    strict: bool
    """Everybody's result is by the new key; otherwise each learner kept the better of old and new."""


def public_corrections(item: Item) -> tuple[PublicCorrection, ...]:
    """The corrections of all revisions of ``item``, the latest first; one query."""
    found = KeyCorrection.objects.filter(revision__item=item).select_related("revision", "regrade")
    return tuple(_public(each) for each in found.order_by("-corrected_at", "-pk"))


def _public(correction: KeyCorrection) -> PublicCorrection:
    return PublicCorrection(
        revision_number=correction.revision.number,
        corrected_at=correction.corrected_at,
        reason=correction.reason,
        old=choice_text(correction.revision, correction.old_key),
        new=choice_text(correction.revision, correction.new_key),
        strict=hasattr(correction, "regrade") and correction.regrade.strict,
    )


def choice_text(revision: ItemRevision, choice_id: str) -> str | None:
    """The choice as it reads; None for the key of a void question."""
    return revision.question.choice(choice_id).shown if choice_id else None
