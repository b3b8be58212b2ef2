"""How long it takes to class differences, and what this side adds to proving the bank anew.

What the runner itself takes for as many is measured by ``python -m runner bench verification``; the two overlap.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.utils import timezone

from quizapp.catalog.content import Question
from quizapp.catalog.models import Item, Pattern, Subject
from quizapp.catalog.revising import save_revision
from quizapp.evidence import proving, reverifying
from quizapp.evidence.classing import Seen, classify
from quizapp.evidence.models import Drift
from quizapp.evidence.models import Environment as EnvironmentRow
from quizapp.operations.benchmarks.figures import Figure, Ground
from quizapp.runs.hosts import record_heartbeat
from quizapp.runs.recording import record
from quizapp.runs.sweeper import sweep
from runner.protocol import (
    PROVER,
    ChoiceText,
    Environment,
    Execution,
    Expectation,
    Heartbeat,
    Outcome,
    RunReport,
    RunRequest,
    Verdict,
    Verification,
)

DIFFERENCES: Final = 10_000
REVISIONS: Final = 1_000
CLASSING_S: Final = 5.0
PROVING_S: Final = 240.0
SLOTS: Final = 8
OLD, NEW = "1.26.4", "2.2.6"


def measure(ground: Ground) -> list[Figure]:
    """Classing, then twice as many revisions in two halves, so that growth beyond the linear shows."""
    share = 100 if ground.quick else 1
    differences, revisions = DIFFERENCES // share, REVISIONS // share
    classing = _classing(differences)
    now = timezone.now()  # one moment for all of it: hosts that were heard once stay alive
    _bank(2 * revisions, now)
    half = _proven_anew("first", now)
    whole = half + _proven_anew("second", now)
    allowed = PROVING_S * revisions / REVISIONS
    return [
        Figure(f"class {differences} differences", classing, "s", f"under {CLASSING_S:g} s", classing < CLASSING_S),
        Figure(f"prove {revisions} revisions anew, web side", half, "s", f"under {allowed:g} s", half < allowed),
        Figure(f"prove {2 * revisions} revisions anew, web side", whole, "s", "about twice", whole < 2.6 * half),
    ]


def _classing(number: int) -> float:
    """Outputs of a page of numbers each, in as many ways as there are classes of output."""
    lines = "\n".join(f"epoch {epoch}: loss {1 / (epoch + 3):.6f}, [{epoch}. {epoch + 1}.]" for epoch in range(20))
    after = (
        lines,
        lines.replace(". ", ".  "),
        lines.replace("0.333333", "0.3333331"),
        lines.replace("loss", "np.float64(1.5)"),
        lines.replace("epoch 7", "epoch 8"),
    )
    choices = (ChoiceText(id="shown", text=lines[:2000]), ChoiceText(id="another", text="nothing"))
    expectation = Expectation(choices=choices, key="shown")
    before = Seen(Verdict.PROVEN, lines, "shown")
    began = time.perf_counter()
    for each in range(number):
        output = f"{after[each % len(after)]}\n{each}"
        classify(before, Seen(Verdict.REFUTED, output, None, warnings=("UserWarning: x",)), expectation)
    return time.perf_counter() - began


def _bank(number: int, now: datetime) -> None:
    """So many published questions in two patterns, each proven in the old environment."""
    _announce("old", OLD, now)
    _announce("new", NEW, now)  # before there is a bank, or announcing it would begin what is to be measured
    subject = Subject.objects.create(slug="bench", title="Bench", domain="Measuring")
    for half in ("first", "second"):
        pattern = Pattern.objects.create(
            slug=half, subject=subject, title=half, level="beginner", summary="Measured.", added_at=now
        )
        for each in range(number // 2):
            item = Item.objects.create(slug=f"{half}-{each}", pattern=pattern, type="question")
            save_revision(item, _question(f"print({each} * 0 + 2)  # {half}"), None, now, publish_when_proven=True)
    proving.prove_missing(now)
    while _tick(now, OLD):
        pass


def _proven_anew(pattern: str, now: datetime) -> float:
    environment = EnvironmentRow.objects.get(versions__numpy=NEW)
    began = time.perf_counter()
    begun = reverifying.begin(environment, now, pattern=Pattern.objects.get(slug=pattern))
    while begun.finished_at is None:
        _tick(now, NEW)
        reverifying.advance(begun, now)
    took = time.perf_counter() - began
    noted = Drift.objects.filter(after__run__reproofs__reverification=begun).count()
    assert noted == begun.reproofs.count(), "some were not classed"
    return took


def _tick(now: datetime, version: str) -> int:
    """What the sweeper sends, answered at once as a runner answers that found the key proven."""
    sent: list[RunRequest] = []
    sweep(now, send=lambda _queue, request: sent.append(request))
    _answer(sent, version, now)
    return len(sent)


def _answer(requests: Sequence[RunRequest], version: str, now: datetime) -> None:
    for request in requests:
        verification = Verification(verdict=Verdict.PROVEN, output="2\n", matched="two", runs=5)
        report = RunReport(
            run_id=request.run_id,
            attempt=request.attempt,
            program_digest=request.program.digest,
            host="bench",
            environment=_environment(version),
            executions=(Execution(outcome=Outcome.FINISHED, stdout="2\n"),) * 5,
            verification=verification,
        )
        record(report, now)


def _announce(host: str, version: str, now: datetime) -> None:
    beat = Heartbeat(
        host=host,
        queue="runner.cpu",
        slots=SLOTS,
        environments=(_environment(version),),
        selftest_passed=True,
        interval_s=3600.0,
    )
    record_heartbeat(beat, now)


def _environment(version: str) -> Environment:
    return Environment(
        runtime="python", device="cpu", versions={"python": "3.11.7", "numpy": version}, prover=PROVER, machine="x86_64"
    )


def _question(source: str) -> Question:
    raw = {
        "kind": "predict-output",
        "title": "A sum",
        "level": "beginner",
        "stem": "What is printed?",
        "snippet": {"source": source, "runtime": "python"},
        "choices": [
            {"id": "two", "text": "2", "rationale": "So it is."},
            {"id": "three", "text": "3", "rationale": "One too many."},
        ],
        "key": "two",
        "hint": "Count.",
        "explanation": {"steps": ["It is two."], "final_answer": "2.", "quick_check": "2 is 2."},
    }
    return Question.model_validate(raw, strict=False)
