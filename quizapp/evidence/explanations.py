"""What runs found to explain questions, and what of it an author lets learners see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import QuerySet

from quizapp.catalog.models import ItemRevision
from quizapp.evidence.models import Approval, Explained
from quizapp.evidence.vetting import digest
from runner.explained import Distractor, Explanation, Slip, Trace
from runner.explained import Explained as ExplainedMessage

Row = TypeVar("Row", Explained, Approval)


@dataclass(frozen=True)
class Found:
    """What the newest run that explains a question found, and what was approved of it."""

    row: Explained
    approved: frozenset[str]
    """Digests of slips and of the explanation."""

    @cached_property
    def content(self) -> ExplainedMessage:
        """Everything but the trace."""
        return ExplainedMessage.from_dict(self.row.content)

    @property
    def accepted(self) -> Explanation | None:
        """The explanation that learners read in place of the author's own."""
        explanation = self.content.explanation
        return explanation if explanation is not None and digest(explanation) in self.approved else None

    @property
    def distractors(self) -> tuple[Distractor, ...]:
        """Approved slips that print one of the choices."""
        return tuple(each for each in self.content.distractors if digest(each.slip) in self.approved)

    @property
    def proposals(self) -> tuple[Slip, ...]:
        """Approved slips that print what no choice lists."""
        return tuple(each for each in self.content.proposals if digest(each) in self.approved)

    @property
    def trace(self) -> Trace | None:
        """Read with one more query."""
        return Trace.from_dict(self.row.trace) if self.row.trace is not None else None


def found_of(revisions: Collection[ItemRevision]) -> dict[int, Found]:
    """By revision, for those that are explained; two queries, none where nothing is executed."""
    executed = [revision for revision in revisions if revision.program_id is not None]
    if not executed:
        return {}
    newest: dict[tuple[int | None, str], Explained] = {}
    for row in _about(rows_that_count(), executed).select_related("environment").defer("trace"):
        newest.setdefault((row.program_id, row.expectation_digest), row)
    approved: defaultdict[tuple[int | None, str], set[str]] = defaultdict(set)
    for each in _about(Approval.objects.all(), executed):
        approved[each.program_id, each.expectation_digest].add(each.digest)
    found = {}
    for revision in executed:
        about = revision.program_id, revision.expectation_digest
        if about in newest:
            found[revision.pk] = Found(newest[about], frozenset(approved[about]))
    return found


def found(revision: ItemRevision) -> Found | None:
    """What explains ``revision``, if anything does."""
    return found_of([revision]).get(revision.pk)


def rows_that_count() -> QuerySet[Explained]:
    """Where there is a runner, what it found; else what came with packs. Newest first."""
    rows = Explained.objects.all()
    return rows if settings.RUNNER == "none" else rows.filter(run__isnull=False)


def _about(rows: QuerySet[Row], revisions: Collection[ItemRevision]) -> QuerySet[Row]:
    about: dict[str, Any] = {
        "program__in": {revision.program_id for revision in revisions},
        "expectation_digest__in": {revision.expectation_digest for revision in revisions},
    }
    return rows.filter(**about)
