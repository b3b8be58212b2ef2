"""An author lets learners see what a run found, or takes that back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext

from quizapp.accounts.models import User
from quizapp.catalog.models import ItemRevision
from quizapp.evidence.behind import found
from quizapp.evidence.errors import NotFound
from quizapp.evidence.explanations import Found
from quizapp.evidence.models import Approved
from quizapp.evidence.vetting import digest, digest_beside

BY_PACK: Final = "pack"


def approve(revision: ItemRevision, digests: Iterable[str], by: User) -> None:
    """Let learners see these; raises ``NotFound`` where the newest run did not find one of them."""
    wanted = set(digests)
    if unknown := wanted - digests_of(found(revision)):
        told = ", ".join(each[:12] for each in sorted(unknown))
        raise NotFound(gettext("the newest run of %(revision)s found no %(it)s") % {"revision": revision, "it": told})
    _keep(revision, wanted, by.username)


def approve_with_pack(revision: ItemRevision, digests: Iterable[str]) -> None:
    """What the author of a pack read and approved; a run here may find the same later."""
    _keep(revision, set(digests), BY_PACK)


@transaction.atomic
def withdraw(revision: ItemRevision, digest: str) -> None:
    """Keep it from learners again."""
    row = _row(revision)
    if row.digests.pop(digest, None) is not None:
        row.save(update_fields=["digests"])


def digests_of(found: Found | None) -> frozenset[str]:
    """Everything that can be approved of what was found."""
    if found is None:
        return frozenset()
    slips = [each.slip for each in found.content.distractors] + list(found.content.proposals)
    explanation = found.content.explanation
    told = {digest(explanation), digest_beside(explanation)} if explanation else frozenset()
    return frozenset(map(digest, slips)) | told


@transaction.atomic
def _keep(revision: ItemRevision, digests: set[str], by: str) -> None:
    row = _row(revision)
    new = {each: by for each in sorted(digests) if each not in row.digests}
    if new:
        row.digests = row.digests | new
        row.save(update_fields=["digests"])


def _row(revision: ItemRevision) -> Approved:
    """Ours alone until the transaction ends: two authors may approve at the same moment."""
    about: dict[str, Any] = {"program": revision.program, "expectation_digest": revision.proof_digest}
    Approved.objects.get_or_create(**about)
    return Approved.objects.select_for_update().get(**about)
