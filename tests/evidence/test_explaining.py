from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from quizapp.evidence.approving import approve, withdraw
from quizapp.evidence.behind import behind_of, found
from quizapp.evidence.errors import NoRunnerHere, NotFound, NothingToProve
from quizapp.evidence.explaining import explain, explain_missing
from quizapp.evidence.models import Evidence, Explained
from quizapp.evidence.vetting import digest
from quizapp.operations.sweeping import proofs_under_way
from quizapp.runs.models import Run
from quizapp.runs.recording import record
from runner.explained import Explained as ExplainedMessage
from runner.explained import Trace
from runner.protocol import RunReport
from tests.evidence.builders import draft, judged, prose, question
from tests.factories import explanations as made
from tests.factories.people import user
from tests.runs.builders import NOON, after, environment, host_is_up, raw_report

pytestmark = pytest.mark.django_db

SOURCE = "print(1 + 1)"
ELEVEN = made.slip(SOURCE, "print('1' + '1')", "11")
WHOLE = made.explained(SOURCE, "2", {"eleven": ELEVEN})


def asked() -> Run:
    return Run.objects.get(explain=True, state=Run.State.WAITING)


def answered(run: Run, explained: ExplainedMessage | None = WHOLE, at: float = 1, **changes: Any) -> None:
    """A runner has run and, where it could, explained it."""
    Run.objects.filter(pk=run.pk).update(state=Run.State.SENT, attempt=1)
    run.refresh_from_db()
    raw = raw_report(run) | {"explained": explained.to_dict() if explained else None}
    assert record(RunReport.from_dict(raw | changes), after(at))


def test_a_proven_question_is_explained_next_and_behind_everything_else() -> None:
    host_is_up()
    revision = draft()
    judged(revision)
    run = asked()
    assert (run.program, run.expectation_digest) == (revision.program, revision.expectation_digest)
    assert run.priority == Run.Priority.EXPLAIN == max(Run.Priority)
    assert proofs_under_way() == 0


@pytest.mark.parametrize("verdict", ["refuted", "unstable", "inconclusive"])
def test_what_is_not_proven_is_not_explained(verdict: str) -> None:
    host_is_up()
    judged(draft(), verdict)
    assert not Run.objects.filter(explain=True).exists()


def test_what_explains_is_kept_with_its_run_and_proves_again() -> None:
    host_is_up()
    revision = draft()
    judged(revision)
    run = asked()
    answered(run)
    row = Explained.objects.get()
    assert (row.run, row.environment.message(), row.made_at) == (run, environment(), after(1))
    here = found(revision)
    assert here is not None
    assert here.trace == WHOLE.trace
    assert here.content == WHOLE.model_copy(update={"trace": None, "unreached": ()})
    assert Evidence.objects.filter(run=run, verdict="proven").exists()
    assert not Run.objects.filter(state=Run.State.WAITING).exists()


def test_a_lie_in_an_explanation_costs_the_lie_and_not_the_verdict() -> None:
    host_is_up()
    revision = draft()
    judged(revision)
    three = made.slip(SOURCE, "print(3)", "3")
    answered(asked(), made.explained(SOURCE, "3", {"eleven": three}, trace=None))
    here = found(revision)
    assert here is not None
    assert here.content.explanation is None
    assert here.content.distractors == ()
    assert here.content.unreached == ("eleven",)
    assert Evidence.objects.first().verdict == "proven"  # type: ignore[union-attr]  # there are two


def test_a_runner_that_explains_nothing_is_not_asked_again() -> None:
    host_is_up()
    revision = draft(when_proven=True)
    judged(revision)
    answered(asked(), None)
    here = found(revision)
    assert here is not None
    assert here.content.no_explanation
    assert explain_missing(after(2)) == 0


def test_a_run_that_was_to_explain_and_proved_nothing_leaves_nothing() -> None:
    host_is_up()
    judged(draft())
    run = asked()
    verification = raw_report(run)["verification"] | {"verdict": "inconclusive", "matched": None, "reason": "busy"}
    answered(run, verification=verification)
    assert not Explained.objects.exists()


def test_missing_explanations_are_asked_for_once() -> None:
    host_is_up()
    judged(draft(when_proven=True))
    judged(draft("drafted", question("print(3 - 1)")))
    judged(draft("wrong", question("print(11)"), when_proven=True), "refuted")
    Run.objects.filter(explain=True).delete()
    assert explain_missing(after(1)) == 1
    assert explain_missing(after(2)) == 1
    assert Run.objects.filter(explain=True).count() == 1
    answered(asked())
    assert explain_missing(after(3)) == 0


def test_another_environment_explains_anew() -> None:
    host_is_up()
    revision = draft(when_proven=True)
    judged(revision)
    answered(asked())
    upgraded = environment(versions={"python": "3.12.0"})
    judged(revision, now=after(5), environment=upgraded.to_dict())
    answered(asked(), at=6, environment=upgraded.to_dict())
    assert Explained.objects.count() == 2


def test_there_is_nothing_to_explain_in_prose_nor_anybody_to_ask_without_a_runner(settings: Settings) -> None:
    with pytest.raises(NothingToProve):
        explain(draft(content=prose()), Run.Priority.PROVE, NOON)
    settings.RUNNER = "none"
    with pytest.raises(NoRunnerHere):
        explain(draft("other"), Run.Priority.PROVE, NOON)
    assert explain_missing(NOON) == 0


def test_nothing_is_for_learners_before_it_was_approved() -> None:
    host_is_up()
    revision = draft()
    three = made.slip(SOURCE, "print(1 + 2)", "3")
    judged(revision)
    answered(asked(), WHOLE.model_copy(update={"proposals": (three,)}))
    before = found(revision)
    assert before is not None
    assert (before.accepted, before.distractors, before.proposals) == (None, (), ())

    assert WHOLE.explanation is not None
    approve(revision, [digest(WHOLE.explanation), digest(ELEVEN), digest(three)], user())
    shown = found(revision)
    assert shown is not None
    assert (shown.accepted, shown.distractors, shown.proposals) == (WHOLE.explanation, WHOLE.distractors, (three,))

    withdraw(revision, digest(ELEVEN))
    left = found(revision)
    assert left is not None
    assert (left.distractors, left.proposals) == ((), (three,))


def test_approval_is_for_what_was_read_and_not_for_what_a_later_run_says() -> None:
    host_is_up()
    revision = draft()
    judged(revision)
    answered(asked())
    approve(revision, [digest(ELEVEN)], user())
    other = ELEVEN.model_copy(update={"sentence": "Something else."})
    answered(explain(revision, Run.Priority.PROVE, after(2)), made.explained(SOURCE, "2", {"eleven": other}), at=3)
    shown = found(revision)
    assert shown is not None
    assert shown.content.distractors[0].slip == other
    assert shown.distractors == ()
    with pytest.raises(NotFound):
        approve(revision, [digest(ELEVEN)], user())


def test_an_authors_text_is_doubted_when_a_later_run_shows_other_numbers() -> None:
    host_is_up()
    text = {"steps": ["Both are integers of 28 bytes."], "final_answer": "It prints 2.", "quick_check": "1 + 1 = 2"}
    revision = draft(content=question(explanation=text))
    judged(revision)
    told = Trace(steps=(made.step(printed="2\n", raised="28"),))
    answered(asked(), WHOLE.model_copy(update={"trace": told}))
    answered(explain(revision, Run.Priority.PROVE, after(2)), WHOLE, at=3)
    newest, first = Explained.objects.all()
    assert first.doubts == {}
    assert newest.doubts == {str(revision.pk): ["28"]}


def test_many_cost_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    revisions = [draft(f"question-{n}", question(f"print({n} * 0 + 2)")) for n in range(4)]
    for revision in revisions:
        made.explain_revision(revision)
    with django_assert_num_queries(1):
        behind = behind_of(revisions)
        assert all(each.found and each.found.accepted and each.found.has_trace for each in behind.values())
        assert {each.proof.versions["torch"] for each in behind.values() if each.proof} == {"2.13.0"}
    with django_assert_num_queries(0):
        assert behind_of([]) == {}
