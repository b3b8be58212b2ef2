"""What runs found to explain a question, and what of it an author lets learners see."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from quizapp.evidence.models import Explained
from quizapp.evidence.vetting import digest, digest_beside
from runner.explained import Distractor, Explanation, Slip, Trace
from runner.explained import Explained as ExplainedMessage


@dataclass(frozen=True)
class Found:
    """What the newest run that explains a question found, here or else where its pack comes from; what was approved."""

    row_id: int
    raw: dict[str, Any]
    has_trace: bool
    approved: frozenset[str]
    """Digests of slips and of the explanation, in place of the author's own or beside it."""

    @cached_property
    def content(self) -> ExplainedMessage:
        """Everything but the trace."""
        return ExplainedMessage.from_dict(self.raw)

    @cached_property
    def accepted(self) -> Explanation | None:
        """The explanation that learners read in place of the author's own."""
        explanation = self.content.explanation
        return explanation if explanation is not None and digest(explanation) in self.approved else None

    @cached_property
    def beside(self) -> Explanation | None:
        """The explanation that learners read after the author's own."""
        explanation = self.content.explanation
        shown = explanation is not None and self.accepted is None and digest_beside(explanation) in self.approved
        return explanation if shown else None

    @cached_property
    def distractors(self) -> tuple[Distractor, ...]:
        """Approved slips that print one of the choices."""
        return tuple(each for each in self.content.distractors if digest(each.slip) in self.approved)

    @cached_property
    def proposals(self) -> tuple[Slip, ...]:
        """Approved slips that print what no choice lists."""
        return tuple(each for each in self.content.proposals if digest(each) in self.approved)

    @cached_property
    def trace(self) -> Trace | None:
        """Line by line what the program did; read with one more query."""
        raw = Explained.objects.values_list("trace", flat=True).get(pk=self.row_id)
        return Trace.from_dict(raw) if raw is not None else None


def newest_first(rows: QuerySet[Explained]) -> QuerySet[Explained]:
    """What was found by runs here first, then what came with packs; of each the newest first."""
    own = ExpressionWrapper(Q(run__isnull=False), output_field=BooleanField())
    return rows.annotate(own=own).order_by("-own", "-made_at", "-pk")
