"""What runs might have found to explain questions, made by hand."""

from __future__ import annotations

import difflib
from typing import Any

from quizapp.catalog.models import ItemRevision
from quizapp.evidence.approving import approve_with_pack, digests_of
from quizapp.evidence.behind import found
from quizapp.evidence.explaining import keep
from quizapp.evidence.explanations import Found
from quizapp.evidence.models import Environment, Evidence
from quizapp.evidence.vetting import vetted
from quizapp.runs.models import Run
from runner.explained import Distractor, Explained, Explanation, Sentence, Slip, Trace, TraceStep
from runner.protocol import PROVER
from tests.factories.people import NOW


def diff(before: str, after: str) -> str:
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm=""))
    return "\n".join(lines[2:]) + "\n"  # after the names of the files


def slip(source: str, mutant: str, output: str, **changes: Any) -> Slip:
    values: dict[str, Any] = {
        "mutations": ["wrong-number"],
        "sentence": f"Another number was added, which gives {output}.",
        "diff": diff(source, mutant),
        "output": f"{output}\n" if output else "",
    }
    return Slip.from_dict(values | changes)


def sentence(text: str, *cites: int, message: str = "printed", **values: str) -> Sentence:
    return Sentence(message=message, values=values, cites=cites, text=text)


def step(line: int = 1, number: int = 1, **changes: Any) -> TraceStep:
    return TraceStep.from_dict({"number": number, "line": line, **changes})


def explained(source: str, output: str, slips: dict[str, Slip], **changes: Any) -> Explained:
    """The last line of ``source`` prints ``output``, and each of ``slips`` prints the choice it is named for."""
    values: dict[str, Any] = {
        "explanation": Explanation(
            steps=(sentence(f"Line {_last(source)} prints `{output}`.", 1, output=output),),
            final_answer=sentence(f"It prints {output}.", 1, output=output),
            quick_check=sentence(f"The run showed {output} at once.", 1, output=output),
        ),
        "trace": Trace(steps=(step(_last(source), printed=f"{output}\n"),)),
        "distractors": tuple(Distractor(choice=choice, slip=each) for choice, each in slips.items()),
        "mutants_run": 12,
    }
    return Explained(**values | changes)


def explain_revision(revision: ItemRevision, *, approved: bool = True, **changes: Any) -> Found:
    """A run has proven ``revision``, printed its key, and found a slip for each wrong choice but the last."""
    question = revision.question
    assert revision.program is not None
    assert question.snippet is not None
    source = question.snippet.source
    wrong = [choice for choice in question.choices if choice.id != question.key][:-1]
    slips = {choice.id: slip(source, f"{source.rstrip()}  # {choice.id}\n", choice.shown) for choice in wrong}
    made = explained(source, question.choice(question.key).shown, slips, **changes)
    expectation = question.expectation()
    assert expectation is not None
    run = Run.objects.create(
        program=revision.program,
        expectation=expectation.to_dict(),
        expectation_digest=revision.expectation_digest,
        explain=True,
        queue="runner.cpu",
        state=Run.State.RECORDED,
        created_at=NOW,
        due_at=NOW,
    )
    environment = environment_row()
    Evidence.objects.create(
        program=revision.program,
        expectation_digest=revision.expectation_digest,
        environment=environment,
        run=run,
        verdict="proven",
        output=f"{question.choice(question.key).shown}\n",
        matched=question.key,
        runs=5,
        varied=["hash", "seed"],
        holds_for="any weights",
        prover=PROVER,
        shown_at=NOW,
    )
    keep(
        revision.program,
        revision.expectation_digest,
        environment,
        vetted(made, source, expectation),
        NOW,
        run=run,
    )
    if approved:
        approve_with_pack(revision, digests_of(found(revision)))
    shown = found(revision)
    assert shown is not None
    return shown


def environment_row() -> Environment:
    environment, _ = Environment.objects.get_or_create(
        digest="2" * 64,
        defaults={
            "runtime": "python",
            "device": "cpu",
            "versions": {"python": "3.11.7", "torch": "2.13.0"},
            "machine": "x86_64",
            "prover": PROVER,
            "origin": "runner",
            "counts": True,
            "first_seen_at": NOW,
        },
    )
    return environment


def _last(source: str) -> int:
    return len(source.splitlines())
