"""The trust boundary: whatever a runner host sends, no key is proven that its outputs do not prove."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from quizapp.evidence.models import Evidence
from quizapp.runs.models import Run
from quizapp.runs.recording import record
from quizapp.runs.tasks import record_report
from runner.protocol import ChoiceText, Comparison, Expectation, RunReport
from tests.runs.builders import NOON, after, raw_report, report, wanted

Raw = dict[str, Any]
Change = Callable[[Raw], None]


def setting(**values: Any) -> Change:
    return lambda raw: raw.update(values)


def verifying(**values: Any) -> Change:
    return lambda raw: raw["verification"].update(values)


def printing(*outputs: str, **verified: Any) -> Change:
    def change(raw: Raw) -> None:
        raw["executions"] = [{"outcome": "finished", "stdout": output} for output in outputs]
        raw["verification"].update({"runs": len(outputs)} | verified)

    return change


def executing(**values: Any) -> Change:
    return lambda raw: raw["executions"][-1].update(values)


def elsewhere(**values: Any) -> Change:
    return lambda raw: raw["environment"].update(values)


def ordered_run() -> Run:
    run = wanted()
    Run.objects.update(state=Run.State.SENT, attempt=2)
    run.refresh_from_db()
    return run


UNTRUE: dict[str, tuple[Change, str]] = {
    "explained unasked": (setting(explained={}), "it explains what it was not asked to explain"),
    "an attempt never sent": (setting(attempt=3), "never sent"),
    "another program": (setting(program_digest="0" * 64), "ran program"),
    "another runtime": (elsewhere(runtime="pytorch"), "elsewhere"),
    "another device": (elsewhere(device="cuda"), "elsewhere"),
    "no version of python": (elsewhere(versions={"torch": "2.13.0"}), "no version of python"),
    "no verdict where one was asked": (setting(verification=None), "go together"),
    "more runs than executions": (verifying(runs=6), "speaks of 6 runs"),
    "fewer runs than executions": (verifying(runs=4), "speaks of 4 runs"),
    "a match that is no choice": (verifying(matched="five"), "no choice"),
    "proven by one run": (printing("2\n"), "proven by 1 run"),
    "proven without a match": (verifying(matched=None), "instead of the key"),
    "proven by matching another choice": (verifying(matched="eleven"), "instead of the key"),
    "proven by outputs that are another choice": (printing("11\n", "11\n", output="11\n"), "equal the key alone"),
    "proven by outputs that are no choice": (printing("3\n", "3\n", output="3\n"), "equal the key alone"),
    "proven by no output": (printing("", "", output=""), "equal the key alone"),
    "proven though the last run disagrees": (printing("2\n", "2\n", "2\n", "2\n", "11\n"), "equal the key alone"),
    "proven though a run timed out": (executing(outcome="timeout"), "equal the key alone"),
    "proven though a run was killed": (executing(outcome="killed"), "equal the key alone"),
    "proven though a run raised": (
        executing(outcome="raised", exception={"type": "ValueError", "message": ""}),
        "equal the key alone",
    ),
    "proven by an output with bytes replaced": (executing(lossy=True), "not all text"),
    "raised without an exception": (executing(outcome="raised"), "names no exception"),
    "finished with an exception": (executing(exception={"type": "ValueError", "message": ""}), "finished with"),
    "proven, and shows another output": (verifying(output="11\n"), "not what its executions printed"),
    "refuted though the key is printed": (verifying(verdict="refuted", matched=None), "equals the key alone"),
    "refuted for a choice not printed": (
        printing("3\n", "3\n", verdict="refuted", matched="eleven", output="3\n"),
        "does not equal alone",
    ),
    "refuted, and shows another output": (
        printing("11\n", "11\n", verdict="refuted", matched="eleven", output="12\n"),
        "not what its executions printed",
    ),
    "unstable though all agree": (verifying(verdict="unstable", matched=None), "all its executions agree"),
    "inconclusive without a reason": (verifying(verdict="inconclusive", matched=None), "without a reason"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "complaint"), UNTRUE.values(), ids=UNTRUE.keys())
def test_a_report_that_cannot_be_true_is_rejected(
    change: Change, complaint: str, caplog: pytest.LogCaptureFixture
) -> None:
    run = ordered_run()
    raw = raw_report(run)
    change(raw)
    assert not record(RunReport.from_dict(raw), NOON)
    run.refresh_from_db()
    assert run.report is None
    assert complaint in caplog.text
    assert not Evidence.objects.exists()
    assert record(report(run), after(1))
    assert Evidence.objects.get().verdict == "proven"


@pytest.mark.django_db
def test_a_rejected_report_ends_its_attempt_and_says_why() -> None:
    run = ordered_run()
    record(report(run, program_digest="0" * 64), NOON)
    run.refresh_from_db()
    assert run.state == Run.State.WAITING
    assert run.last_fault.startswith("attempt 2: report of workbench rejected: it ran program 000000000000")


@pytest.mark.django_db
def test_a_rejected_report_of_an_older_attempt_ends_nothing() -> None:
    run = ordered_run()
    record(report(run, attempt=1, program_digest="0" * 64), NOON)
    run.refresh_from_db()
    assert (run.state, run.attempt) == (Run.State.SENT, 2)


@pytest.mark.django_db
def test_a_verdict_nobody_asked_for_is_rejected() -> None:
    run = wanted(expectation=None)
    Run.objects.update(state=Run.State.SENT, attempt=1)
    run.refresh_from_db()
    verdict = {"verdict": "proven", "output": "2\n", "matched": "two", "runs": 5}
    assert not record(report(run, verification=verdict), NOON)


@pytest.mark.django_db
def test_a_key_that_another_choice_equals_too_is_not_proven() -> None:
    doubled = Expectation(
        choices=(ChoiceText(id="one", text="1"), ChoiceText(id="one-float", text="1.0")),
        key="one",
        comparison=Comparison(relation="numbers", tolerance=0.01),
    )
    run = wanted("print(1)", expectation=doubled)
    Run.objects.update(state=Run.State.SENT, attempt=1)
    run.refresh_from_db()
    raw = raw_report(run)
    printing("1\n", "1\n", output="1\n", matched="one")(raw)
    assert not record(RunReport.from_dict(raw), NOON)
    printing("1\n", "1\n", output="1\n", matched=None, verdict="refuted", reason="two choices equal it")(raw)
    Run.objects.update(state=Run.State.SENT)
    assert record(RunReport.from_dict(raw), NOON)


@pytest.mark.django_db
def test_an_exception_can_prove_a_key() -> None:
    expectation = Expectation(
        choices=(ChoiceText(id="error", text="TypeError"), ChoiceText(id="two", text="2")), key="error"
    )
    run = wanted("print(1 + '1')", expectation=expectation)
    Run.objects.update(state=Run.State.SENT, attempt=1)
    run.refresh_from_db()
    raised = {"outcome": "raised", "exception": {"type": "TypeError", "message": "no", "line": 1}}
    verdict = {"verdict": "proven", "output": "", "matched": "error", "runs": 5}
    assert record(report(run, executions=[raised] * 5, verification=verdict), NOON)


MALFORMED: dict[str, Change] = {
    "no run": lambda raw: raw.pop("run_id"),
    "a run that is no identifier": setting(run_id="1 OR 1=1"),
    "an identifier in capitals": setting(run_id="ABCDEFAB-0000-4000-8000-000000000000"),
    "attempt nought": setting(attempt=0),
    "an attempt in words": setting(attempt="1"),
    "an attempt beyond all": setting(attempt=10**9),
    "another version": setting(version=2),
    "an unknown field": setting(publish=True),
    "a host without a name": setting(host=""),
    "a host with a long name": setting(host="h" * 121),
    "a digest of another length": setting(program_digest="0" * 63),
    "no executions": setting(executions=[]),
    "sixty-five executions": lambda raw: raw.update(executions=raw["executions"][:1] * 65),
    "executions without an environment": setting(environment=None),
    "a fault and executions": setting(fault={"kind": "x", "message": "", "retryable": True}),
    "an unknown outcome": executing(outcome="perfect"),
    "an output beyond the limit": executing(stdout="x" * 65_537),
    "a duration that is no number": executing(wall_ms=float("nan")),
    "a lone surrogate": executing(stdout="\ud800"),
    "an unknown verdict": verifying(verdict="certain"),
    "negative runs": verifying(runs=-1),
    "a match with a path in it": verifying(matched="../../etc/passwd"),
    "a prover of nought": elsewhere(prover=0),
    "a version that is a mapping": elsewhere(versions={"python": {"$ne": ""}}),
    "a hundred versions": elsewhere(versions={f"package-{number}": "1" for number in range(100)}),
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_no_report_is_dropped_and_said(change: Change, caplog: pytest.LogCaptureFixture) -> None:
    run = ordered_run()
    raw = raw_report(run)
    change(raw)
    record_report(raw)
    run.refresh_from_db()
    assert (run.state, run.attempt, run.last_fault) == (Run.State.SENT, 2, "")
    assert "report dropped" in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("data", [None, 1, "report", [], [[[]]], {}, {"run_id": None}, b"\xff"])
def test_what_is_not_even_a_mapping_is_dropped(data: Any, caplog: pytest.LogCaptureFixture) -> None:
    record_report(data)
    assert "report dropped" in caplog.text


def test_a_message_nested_without_end_is_dropped(caplog: pytest.LogCaptureFixture) -> None:
    nested: Any = []
    for _ in range(100_000):
        nested = [nested]
    record_report(nested)
    assert "report dropped" in caplog.text
