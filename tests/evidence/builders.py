"""A pattern with questions, proven or not, as the tests of evidence need them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from quizapp.catalog.content import Question, content_digest
from quizapp.catalog.keys import expectation_in_force
from quizapp.catalog.models import Item, ItemRevision, Pattern, Subject
from quizapp.evidence.proving import prove
from quizapp.runs.models import Program, Run
from quizapp.runs.recording import record
from quizapp.runs.requesting import request_run
from runner.protocol import Environment as EnvironmentMessage
from runner.protocol import RunReport
from tests.runs.builders import NOON, raw_report


def pattern(slug: str = "sums") -> Pattern:
    subject, _ = Subject.objects.get_or_create(slug="python", defaults={"title": "Python", "domain": "Programming"})
    made, _ = Pattern.objects.get_or_create(
        slug=slug,
        defaults={"subject": subject, "title": "Sums", "level": "beginner", "summary": "Adding.", "added_at": NOON},
    )
    return made


def question(source: str = "print(1 + 1)", **changes: Any) -> Question:
    raw: dict[str, Any] = {
        "kind": "predict-output",
        "title": "A sum",
        "level": "beginner",
        "stem": "What is printed?",
        "snippet": {"source": source, "runtime": "python"},
        "choices": [
            {"id": "two", "text": "2", "rationale": "One and one."},
            {"id": "eleven", "text": "11", "rationale": "Joins texts."},
        ],
        "key": "two",
        "hint": "Numbers, not texts.",
        "explanation": {"steps": ["Both are integers."], "final_answer": "It prints 2.", "quick_check": "1 + 1 = 2"},
    }
    return Question.model_validate(raw | changes, strict=False)


def prose() -> Question:
    return question(kind="conceptual", snippet=None)


def draft(
    slug: str = "one-and-one", content: Question | None = None, *, when_proven: bool = False, of: Pattern | None = None
) -> ItemRevision:
    content = content or question()
    item, _ = Item.objects.get_or_create(slug=slug, defaults={"pattern": of or pattern(), "type": "question"})
    expectation = content.expectation()
    executed = content.is_executed and content.snippet is not None
    return ItemRevision.objects.create(
        item=item,
        number=item.revisions.count() + 1,
        content=content.model_dump(mode="json"),
        content_digest=content_digest(content),
        kind=content.kind,
        level=content.level,
        program=Program.of(content.snippet.program()) if executed and content.snippet else None,
        expectation_digest=expectation.digest if expectation else "",
        publish_when_proven=when_proven,
        created_at=NOON,
    )


def judged(revision: ItemRevision, verdict: str = "proven", now: datetime = NOON, **changes: Any) -> Run:
    """Let a runner answer on ``revision``: its key proven, or what ``verdict`` says."""
    return _answer(prove(revision, Run.Priority.PROVE, now), verdict, now, changes)


def answered(
    revision: ItemRevision, where: EnvironmentMessage, verdict: str = "proven", now: datetime = NOON, **changes: Any
) -> Run:
    """Likewise for a run that has to be made in one environment: the one in flight, or a new one."""
    assert revision.program is not None
    expectation = expectation_in_force(revision)
    run = request_run(revision.program, expectation, Run.Priority.REVERIFY, now, environment=where.digest)
    return _answer(run, verdict, now, {"environment": where.to_dict(), **changes})


def _answer(run: Run, verdict: str, now: datetime, changes: dict[str, Any]) -> Run:
    Run.objects.filter(pk=run.pk).update(state=Run.State.SENT, attempt=1)
    run.refresh_from_db()
    raw = raw_report(run)
    match verdict:
        case "refuted":
            raw["executions"] = [{"outcome": "finished", "stdout": "11\n"}] * 5
            raw["verification"].update(verdict=verdict, output="11\n", matched="eleven", reason="it prints 11")
        case "unstable":
            raw["executions"][0]["stdout"] = "11\n"
            raw["verification"].update(verdict=verdict, output="11\n", matched=None, unstable_because=["seed"])
        case "inconclusive":
            raw["verification"].update(verdict=verdict, matched=None, reason="depends on weights")
    assert record(RunReport.from_dict(raw | changes), now)
    run.refresh_from_db()
    return run
