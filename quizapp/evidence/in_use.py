"""What is executed and learners get, or are about to get: keys of questions and claims of lessons."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from quizapp.catalog.models import Claim, ItemRevision


def revisions_in_use() -> QuerySet[ItemRevision]:
    """Executed revisions that are published, or are to be once they are proven."""
    published = Q(state=ItemRevision.State.PUBLISHED)
    return (
        ItemRevision.objects.filter(published | Q(publish_when_proven=True), program__isnull=False)
        .filter(item__retired_at__isnull=True)
        .select_related("item", "program")
        .order_by("item__slug", "number")
    )


def claims_in_use() -> QuerySet[Claim]:
    """What the lessons that are published say their programs show."""
    return (
        Claim.objects.filter(revision__state=ItemRevision.State.PUBLISHED, revision__item__retired_at__isnull=True)
        .select_related("revision__item", "program")
        .order_by("revision__item__slug", "pk")
    )
