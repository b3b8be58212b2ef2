"""Items a learner wants to find again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext

from quizapp.accounts.models import Learner
from quizapp.catalog.content import Card, OpenQuestion, Question
from quizapp.catalog.models import Item
from quizapp.progress.models import Answer, Bookmark
from quizapp.sittings.sealing import KEPT_BACK

LISTED = 200
"""How many the page lists."""


@dataclass(frozen=True, kw_only=True)
class Bookmarked:
    """A bookmark in the list."""

    item: Item
    title: str
    card: Card | None
    seen_in: tuple[UUID, int] | None
    """The sitting and position of the learner's last answer, whose page shows the question as it was."""


def keep(learner: Learner, item: Item, now: datetime) -> None:
    """Bookmark ``item``; once is enough."""
    Bookmark.objects.get_or_create(learner=learner, item=item, defaults={"made_at": now})


def drop(learner: Learner, item: Item) -> None:
    """Forget the bookmark, if there is one."""
    Bookmark.objects.filter(learner=learner, item=item).delete()


def is_kept(learner: Learner | None, revision_id: int) -> bool:
    """Whether the item of that revision is bookmarked."""
    return learner is not None and Bookmark.objects.filter(learner=learner, item__revisions=revision_id).exists()


def listed(learner: Learner | None, sealed: Collection[int]) -> tuple[Bookmarked, ...]:
    """The learner's, the latest first; one query. Of a sealed question nothing is told."""
    if learner is None:
        return ()
    answered = Answer.objects.filter(learner=learner, item=OuterRef("item"), problem__isnull=False)
    rows = (
        Bookmark.objects.filter(learner=learner, item__published__isnull=False)
        .select_related("item__published", "item__pattern")
        .annotate(sitting=_of(answered, "problem__sitting__public_id"), position=_of(answered, "problem__position"))
        .order_by("-made_at", "-pk")[:LISTED]
    )
    return tuple(
        Bookmarked(item=row.item, title=str(KEPT_BACK), card=None, seen_in=None)
        if row.item_id in sealed
        else _bookmarked(row.item, (row.sitting, row.position) if row.sitting else None)
        for row in rows
    )


def _of(answered: QuerySet[Answer], field: str) -> Subquery:
    return Subquery(answered.order_by("-answered_at", "-pk").values(field)[:1])


def _bookmarked(item: Item, seen_in: tuple[UUID, int] | None) -> Bookmarked:
    assert item.published is not None
    body = item.published.body
    match body:
        case Question():
            title = body.title
        case Card():
            title = body.front
        case OpenQuestion():
            title = body.prompt
        case _:
            title = gettext("Lesson: %(title)s") % {"title": item.pattern.title}
    return Bookmarked(item=item, title=title, card=body if isinstance(body, Card) else None, seen_in=seen_in)
