"""An author lets learners see what a run found, or takes that back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from quizapp.accounts.models import User
from quizapp.catalog.models import ItemRevision
from quizapp.evidence.errors import NotFound
from quizapp.evidence.explanations import Found, found
from quizapp.evidence.models import Approval
from quizapp.evidence.vetting import digest


def approve(revision: ItemRevision, digests: Iterable[str], by: User | None, now: datetime) -> None:
    """Let learners see these; raises ``NotFound`` where the newest run did not find one of them.

    ``by`` is None where the author of a pack approved it.
    """
    known = digests_of(found(revision))
    for each in digests:
        if each not in known:
            raise NotFound(f"the newest run of {revision} found no {each[:12]}")
        keep_approval(revision, each, by, now)


def keep_approval(revision: ItemRevision, digest: str, by: User | None, now: datetime) -> None:
    """Approve what a run found already or, where a pack says so, may find later."""
    about = {"program": revision.program, "expectation_digest": revision.expectation_digest, "digest": digest}
    Approval.objects.get_or_create(**about, defaults={"by": by, "approved_at": now})


def withdraw(revision: ItemRevision, digest: str) -> None:
    """Keep it from learners again."""
    about = {"program": revision.program, "expectation_digest": revision.expectation_digest}
    Approval.objects.filter(**about, digest=digest).delete()


def digests_of(found: Found | None) -> frozenset[str]:
    """Everything that can be approved of what was found."""
    if found is None:
        return frozenset()
    slips = [each.slip for each in found.content.distractors] + list(found.content.proposals)
    explanation = found.content.explanation
    return frozenset(map(digest, slips)) | ({digest(explanation)} if explanation else frozenset())
