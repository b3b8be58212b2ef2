"""Saves what an item says as a new immutable revision."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quizapp.accounts.models import User
from quizapp.catalog.body import Body
from quizapp.catalog.content import Question, content_digest
from quizapp.catalog.errors import WrongItemType
from quizapp.catalog.lesson import Lesson
from quizapp.catalog.models import Claim, Item, ItemRevision
from quizapp.runs.models import Program


@transaction.atomic
def save_revision(
    item: Item,
    content: Body,
    author: User | None,
    now: datetime,
    publish_when_proven: bool,
) -> ItemRevision:
    """A draft that says ``content``, or the newest revision if that is what it says already.

    With ``publish_when_proven`` the revision is published as soon as the gate lets it; a revision that is already
    marked so stays marked. Raises ``WrongItemType`` for content of another type than the item's.
    """
    if content.type != item.type:
        raise WrongItemType(f"{item.slug} is of type {item.type}, and the content of type {content.type}")
    Item.objects.select_for_update().get(pk=item.pk)
    digest = content_digest(content)
    newest = item.revisions.order_by("-number").first()
    if newest is not None and newest.content_digest == digest:
        return _marked(newest, publish_when_proven)
    program = content.program() if isinstance(content, Question) else None
    expectation = content.expectation() if isinstance(content, Question) else None
    revision = ItemRevision.objects.create(
        item=item,
        number=1 if newest is None else newest.number + 1,
        content=content.model_dump(mode="json"),
        content_digest=digest,
        kind=content.kind if isinstance(content, Question) else "",
        level=content.level,
        program=None if program is None else Program.of(program),
        expectation_digest="" if expectation is None else expectation.digest,
        publish_when_proven=publish_when_proven,
        author=author,
        created_at=now,
    )
    if isinstance(content, Lesson):
        _keep_claims(revision, content)
    return revision


def _keep_claims(revision: ItemRevision, lesson: Lesson) -> None:
    Claim.objects.bulk_create(
        Claim(
            revision=revision,
            part=claim.part,
            program=Program.of(claim.program),
            expectation=claim.expectation.to_dict(),
            expectation_digest=claim.expectation.digest,
        )
        for claim in lesson.claims
    )


def _marked(revision: ItemRevision, publish_when_proven: bool) -> ItemRevision:
    waits = revision.state in (ItemRevision.State.DRAFT, ItemRevision.State.REVIEW)
    if publish_when_proven and waits and not revision.publish_when_proven:
        revision.publish_when_proven = True
        revision.save(update_fields=["publish_when_proven"])
    return revision
