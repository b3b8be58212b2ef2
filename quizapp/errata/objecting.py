"""How a learner's objection reaches the authors, and how their reply reaches the learner."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from quizapp.accounts.models import Learner, User
from quizapp.catalog.models import ItemRevision
from quizapp.errata.models import Erratum, Objection
from quizapp.evidence.models import Evidence
from quizapp.sittings.models import Problem


def problem_of(learner: Learner | None, revision: ItemRevision) -> Problem | None:
    """The learner's last meeting with that revision in a sitting; None where there was none."""
    if learner is None:
        return None
    met = Problem.objects.filter(sitting__learner=learner, revision=revision)
    return met.order_by("-sitting__started_at", "-pk").first()


def object_to(
    revision: ItemRevision, learner: Learner, about: Objection.About, text: str, *, key: UUID, now: datetime
) -> Objection:
    """Keep the objection with all that authors need to judge it; the same ``key`` keeps one."""
    problem = problem_of(learner, revision)
    try:
        with transaction.atomic():
            return Objection.objects.create(
                revision=revision,
                learner=learner,
                problem=problem,
                choices=list(problem.responses.values_list("choice", flat=True)) if problem is not None else [],
                evidence=_evidence_of(revision),
                about=about,
                text=text,
                form_key=key,
                made_at=now,
            )
    except IntegrityError:
        first = Objection.objects.filter(form_key=key).first()
        if first is None:
            raise
        return first


def note_reply(objection: Objection, by: User, now: datetime, erratum: str = "") -> None:
    """Write down who replied and when, and let the question say openly what was wrong, where that is given."""
    objection.replied_by, objection.replied_at = by, now
    objection.save(update_fields=["status", "reply", "replied_by", "replied_at"])
    if erratum:
        Erratum.objects.create(item=objection.revision.item, text=erratum, made_by=by, made_at=now)


def take_over(absorbed: Learner, into: Learner, **_: Any) -> None:
    """Receiver of ``learner_merged``: who was a guest sees the replies as a member."""
    Objection.objects.filter(learner=absorbed).update(learner=into)


def _evidence_of(revision: ItemRevision) -> Evidence | None:
    if revision.program_id is None:
        return None
    about = {"program": revision.program_id, "expectation_digest": revision.proof_digest}
    return Evidence.objects.filter(**about).order_by("-shown_at", "-pk").first()
