"""Numbers in an author's own explanation that runs do not bear out."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.catalog.content import Question
from quizapp.catalog.models import ItemRevision
from quizapp.evidence.models import Explained
from quizapp.runs.models import Program
from runner.citation import unsupported
from runner.explained import Trace


def unborne(question: Question, trace: Trace) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Of the author's own explanation each text, with its numbers that neither trace nor program holds, if any."""
    source = question.snippet.source if question.snippet is not None else ""
    texts = ((text, unsupported(text, trace, source=source)) for text in _texts(question))
    return tuple((text, numbers) for text, numbers in texts if numbers)


def doubts_of(program: Program, expectation_digest: str, newer: Trace | None) -> dict[str, list[str]]:
    """By primary key of each revision, the numbers that the last trace bore out and ``newer`` does not."""
    rows = Explained.objects.filter(program=program, expectation_digest=expectation_digest, trace__isnull=False)
    before = rows.first()
    if newer is None or before is None or before.trace is None:
        return {}
    older = Trace.from_dict(before.trace)
    doubted = {}
    for revision in ItemRevision.objects.filter(program=program, proof_digest=expectation_digest):
        unborne_before = {number for _, numbers in unborne(revision.question, older) for number in numbers}
        lost = [
            number
            for _, numbers in unborne(revision.question, newer)
            for number in numbers
            if number not in unborne_before
        ]
        if lost:
            doubted[str(revision.pk)] = list(dict.fromkeys(lost))
    return doubted


def _texts(question: Question) -> Iterator[str]:
    yield from question.explanation.steps
    yield question.explanation.final_answer
    yield question.explanation.quick_check
