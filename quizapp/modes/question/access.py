"""Who may look into a question outside of a sitting: whoever was told its key, and its authors."""

from __future__ import annotations

from quizapp.accounts.requests import LearnerRequest
from quizapp.catalog.models import ItemRevision
from quizapp.sittings.telling import told_revision

AUTHORS_SEE = "catalog.view_itemrevision"


def open_revision(request: LearnerRequest, slug: str) -> ItemRevision | None:
    """What may be shown of the question ``slug``; None where it is kept back, and where there is none."""
    told = told_revision(request.learner, slug, request.now)
    if told is None and request.user.has_perm(AUTHORS_SEE):
        published = ItemRevision.objects.filter(item__slug=slug, state=ItemRevision.State.PUBLISHED)
        return published.select_related("item__pattern", "program").first()
    return told
