"""What runs show of a question: after the answer, and on pages of its own; never before it was told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from quizapp.catalog.models import ItemRevision, Mode
from quizapp.evidence.approving import approve_with_pack, withdraw
from quizapp.evidence.behind import found
from quizapp.evidence.vetting import digest, digest_beside
from quizapp.sittings import closing
from runner.explained import Change, Explanation, Expression, Model, Operation, Part, Seen, Trace, TraceStep
from tests.authoring.pages import author, signed_in
from tests.factories import content, explanations, people, sittings
from tests.factories.content import RIGHT, WRONG
from tests.modes.conftest import Clock, Visitor

Reader = Callable[[str], str]


@pytest.fixture
def practice(db: None) -> Mode:
    return content.practice(content.pattern("adding-up"), problems=1, kind="predict-output", slug="two-and-two")


@pytest.fixture
def revision(practice: Mode) -> ItemRevision:
    return ItemRevision.objects.select_related("item", "program").get(item__slug="two-and-two")


def tensor(*shape: int) -> Seen:
    return Seen(kind="tensor", type="torch.Tensor", text=f"Tensor{shape} float32", shape=shape, dtype="float32")


def a_trace() -> Trace:
    number = Seen(kind="number", type="int", text="4")
    module = Seen(
        kind="module", type="Sequential", text="Sequential, 13 parameters, 3 trainable", parameters=13, trainable=3
    )
    layers = (
        Operation(name="linear", inputs=(tensor(2, 5),), output=tensor(2, 2), layer="0", settings={"bias": "True"}),
        Operation(name="relu", inputs=(tensor(2, 2),), output=tensor(2, 2), layer="1"),
    )
    part = Part(path="0", type="Linear", shapes={"weight": (2, 5)}, parameters=10, trainable=0)
    return Trace(
        steps=(
            TraceStep(number=1, line=1, changes=(Change(name="model", value=module),)),
            TraceStep(number=2, line=2, changes=(Change(name="y", value=tensor(2, 2)),), operations=layers),
            TraceStep(
                number=3,
                line=2,
                changes=(Change(name="y", value=number), Change(name="model", value=None)),
                expressions=(Expression(text="<2 + 2>", value=number),),
                printed="4 & more",
            ),
        ),
        models=(Model(name="model", step=1, parts=(part,)),),
    )


def page(visitor: Visitor, which: str, query: str = "", status: int = 200) -> str:
    response = visitor.client.get(reverse(f"question-{which}", args=["two-and-two"]) + query)
    assert response.status_code == status, response.status_code
    return response.content.decode()


def answered(visitor: Visitor, practice: Mode, *choices: str) -> str:
    visitor.start(practice)
    for choice in choices:
        visitor.answers(1, choice)
    return visitor.problem(1)


class TestAfterTheAnswer:
    def test_a_wrong_choice_is_met_by_the_slip_that_prints_it(
        self, ada: Visitor, practice: Mode, revision: ItemRevision, read: Reader
    ) -> None:
        explanations.explain_revision(revision)
        shown = answered(ada, practice, "five", RIGHT)
        said = read(shown)
        assert said.count("What you may have done") == 1
        assert "Another number was added, which gives 5" in said
        assert "# five" in said
        assert "# six" not in said

    def test_nothing_is_told_while_the_problem_takes_answers(
        self, ada: Visitor, practice: Mode, revision: ItemRevision, read: Reader
    ) -> None:
        explanations.explain_revision(revision)
        said = read(answered(ada, practice, "five"))
        assert "That was not it" in said
        assert "What you may have done" not in said
        assert "Proven by" not in said
        assert "Step through" not in said

    def test_what_was_not_approved_is_not_shown(
        self, ada: Visitor, practice: Mode, revision: ItemRevision, read: Reader
    ) -> None:
        explanations.explain_revision(revision, approved=False)
        said = read(answered(ada, practice, "five", RIGHT))
        assert "What you may have done" not in said
        assert "What if?" not in said
        assert "First step" in said
        assert "made from a run" not in said

    def test_an_accepted_explanation_is_read_in_place_of_the_authors_own(
        self, ada: Visitor, practice: Mode, revision: ItemRevision, read: Reader
    ) -> None:
        explanations.explain_revision(revision)
        said = read(answered(ada, practice, RIGHT))
        assert "Line 2 prints 4 (" in said
        assert "The run showed 4 (" in said
        assert "made from a run" in said
        assert "First step" not in said

    def test_what_the_run_shows_is_read_after_the_authors_own_where_that_is_allowed(
        self, ada: Visitor, practice: Mode, revision: ItemRevision, read: Reader
    ) -> None:
        here = explanations.explain_revision(revision, approved=False)
        assert here.content.explanation is not None
        approve_with_pack(revision, [digest_beside(here.content.explanation)])

        said = read(answered(ada, practice, RIGHT))

        assert "First step" in said
        assert "What the run shows Line 2 prints" in said

    def test_a_slip_of_a_choice_that_counts_as_right_by_now_is_no_slip(
        self, ada: Visitor, practice: Mode, revision: ItemRevision, read: Reader
    ) -> None:
        explanations.explain_revision(revision)
        ada.start(practice)
        ada.answers(1, "five")
        ada.answers(1, RIGHT)
        content.correct_key(revision, "five")
        assert "What you may have done" not in read(ada.problem(1))

    def test_the_evidence_says_what_was_run_and_where(
        self, ada: Visitor, practice: Mode, revision: ItemRevision, read: Reader
    ) -> None:
        explanations.explain_revision(revision)
        said = read(answered(ada, practice, RIGHT))
        for fact in (
            "Proven by 5 runs of this program.",
            "the order of sets, the seed of random numbers",
            "any weights",
            "python 3.11.7, torch 2.13.0",
            "cpu, x86_64",
            "18 November 2026",
        ):
            assert fact in said

    def test_the_result_page_has_all_of_it_too(
        self, ada: Visitor, practice: Mode, revision: ItemRevision, read: Reader
    ) -> None:
        explanations.explain_revision(revision)
        answered(ada, practice, "six", RIGHT)
        assert ada.sitting is not None
        said = read(ada.see("sitting-result", ada.sitting.public_id))
        assert "What you may have done" in said
        assert "Proven by 5 runs" in said
        assert "What if?" in said


def told(page: str) -> str:
    """What a page says; the frame around it names the page's own address."""
    return page[page.index("<main") : page.index("</main>")]


class TestKeptBack:
    def test_neither_page_is_there_before_the_answer(
        self, ada: Visitor, practice: Mode, revision: ItemRevision
    ) -> None:
        explanations.explain_revision(revision)
        nowhere = ada.client.get(reverse("question-trace", args=["no-such-question"]))
        assert nowhere.status_code == 404
        pages = [page(ada, "trace", status=404), page(ada, "what-if", status=404)]
        ada.start(practice)
        ada.answers(1, "five")
        ben = Visitor()
        pages += [page(ada, "trace", status=404), page(ben, "what-if", status=404)]
        assert {told(each) for each in pages} == {told(nowhere.content.decode())}

    @pytest.mark.parametrize("reveal", ["at-close", "never"])
    def test_what_a_policy_keeps_back_is_not_there_either(
        self, practice: Mode, revision: ItemRevision, reveal: str, client: Client
    ) -> None:
        explanations.explain_revision(revision)
        exam = content.mode(
            practice.pattern, "challenge", [revision.item], badge_name="B", badge_icon="b", badge_praise="P."
        )
        ada = people.member()
        assert ada.user is not None
        client.force_login(ada.user)
        address = reverse("question-what-if", args=["two-and-two"])
        sittings.take(sittings.begin(ada, practice), {1: RIGHT})
        assert client.get(address).status_code == 200
        closes = people.NOW + timedelta(hours=1)
        sittings.policy(mode=exam, reveal=reveal, attempts=1, closes_at=closes)
        assert client.get(address).status_code == 404

    def test_what_is_told_at_the_end_is_there_at_the_end(
        self, revision: ItemRevision, practice: Mode, client: Client, clock: Clock
    ) -> None:
        explanations.explain_revision(revision)
        exam = content.mode(
            practice.pattern, "challenge", [revision.item], badge_name="B", badge_icon="b", badge_praise="P."
        )
        closes = people.NOW + timedelta(hours=1)
        terms = sittings.policy(mode=exam, reveal="at-close", attempts=1, closes_at=closes)
        ada = people.member()
        assert ada.user is not None
        client.force_login(ada.user)
        sittings.take(sittings.begin(ada, exam, under=terms), {1: WRONG[0]})
        address = reverse("question-what-if", args=["two-and-two"])
        clock.advance(1800)
        assert client.get(address).status_code == 404
        clock.advance(3600)
        closing.close_left(clock.now)
        assert client.get(address).status_code == 200

    def test_authors_see_the_pages_of_what_is_published(self, practice: Mode, revision: ItemRevision) -> None:
        explanations.explain_revision(revision)
        staff = signed_in(author())
        assert staff.get(reverse("question-trace", args=["two-and-two"])).status_code == 200


class TestWhatIf:
    @pytest.fixture(autouse=True)
    def told(self, ada: Visitor, practice: Mode, revision: ItemRevision) -> None:
        source = revision.question.snippet.source  # type: ignore[union-attr]  # it is executed
        proposal = explanations.slip(source, f"{source}1 / 0\n", "", exception="ZeroDivisionError")
        explanations.explain_revision(revision, proposals=(proposal,))
        answered(ada, practice, RIGHT)

    def test_one_guesses_before_one_sees(self, ada: Visitor, read: Reader) -> None:
        shown = page(ada, "what-if")
        said = read(shown)
        assert "Change 3" in said
        assert "# five" in said
        assert "Another number" not in said
        assert shown.count('type="radio"') == 5  # four choices and the exception

    def test_a_guess_is_met_by_output_and_slip(self, ada: Visitor, read: Reader) -> None:
        right = read(page(ada, "what-if", "?change=2&guess=3"))
        assert "As you said" in right
        assert "# six" in right
        assert "Another number was added, which gives 6" in right
        assert "Not quite" in read(page(ada, "what-if", "?change=2&guess=1"))

    def test_a_proposal_shows_what_no_choice_lists(self, ada: Visitor, read: Reader) -> None:
        assert "It ends with ZeroDivisionError" in read(page(ada, "what-if", "?change=3&guess=5"))

    @pytest.mark.parametrize(
        "query", ["?change=0", "?change=99", "?change=x&guess=y", "?guess=77", "?change=1&guess=-1"]
    )
    def test_an_address_that_makes_no_sense_begins_anew(self, ada: Visitor, read: Reader, query: str) -> None:
        assert "What does it print now?" in read(page(ada, "what-if", query))

    def test_a_slip_that_is_taken_back_is_gone(self, ada: Visitor, revision: ItemRevision, read: Reader) -> None:
        here = found(revision)
        assert here is not None
        for each in here.distractors:
            withdraw(revision, digest(each.slip))
        assert "Change 2" not in read(page(ada, "what-if"))
        withdraw(revision, digest(here.proposals[0]))
        page(ada, "what-if", status=404)


class TestTrace:
    @pytest.fixture(autouse=True)
    def told(self, ada: Visitor, practice: Mode, revision: ItemRevision) -> None:
        explanations.explain_revision(revision, trace=a_trace())
        answered(ada, practice, RIGHT)

    def test_what_the_explanation_says_of_a_step_stands_beside_it(
        self, ada: Visitor, revision: ItemRevision, read: Reader
    ) -> None:
        told = Explanation(
            steps=(explanations.sentence("The model has 13 parameters.", 1),),
            final_answer=explanations.sentence("It prints 4.", 3),
            quick_check=explanations.sentence("Two and two are 4.", 3),
        )
        explanations.explain_revision(revision, trace=a_trace(), explanation=told)
        assert "What this step shows The model has 13 parameters." in read(page(ada, "trace"))
        assert "What this step shows" not in read(page(ada, "trace", "?step=2"))
        assert "What this step shows It prints 4." in read(page(ada, "trace", "?step=3"))

    def test_it_begins_with_the_first_step(self, ada: Visitor, read: Reader) -> None:
        shown = page(ada, "trace")
        said = read(shown)
        assert "Step 1 of 3, line 1" in said
        assert "Sequential, 13 parameters, 3 trainable" in said
        assert 'aria-current="step"' in shown
        assert "data-step-previous" not in shown

    def test_each_step_shows_values_calls_and_what_was_printed(self, ada: Visitor, read: Reader) -> None:
        said = read(page(ada, "trace", "?step=2"))
        assert "linear" in said
        assert "(2, 5)" in said
        last = page(ada, "trace", "?step=3")
        assert "&lt;2 + 2&gt;" in last
        assert "4 &amp; more" in last
        assert "was Tensor(2, 2) float32" in read(last)
        assert "Gone: model" in read(last)
        assert "data-step-next" not in last

    def test_shapes_are_drawn_and_told_in_a_table(self, ada: Visitor, read: Reader) -> None:
        shown = page(ada, "trace")
        assert '<svg class="flow"' in shown
        said = read(shown)
        assert "2 × 5" in said
        assert "linear bias=True" in said
        assert "weight 2 × 5" in said

    @pytest.mark.parametrize("query", ["?step=0", "?step=99", "?step=x", "?step=", "?step=-1"])
    def test_a_step_that_there_is_not_is_the_first(self, ada: Visitor, read: Reader, query: str) -> None:
        assert "Step 1 of 3" in read(page(ada, "trace", query))


@pytest.mark.parametrize("which", ["trace", "what-if"])
def test_the_pages_take_as_many_queries_for_many_sittings_as_for_few(
    which: str,
    ada: Visitor,
    practice: Mode,
    revision: ItemRevision,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    explanations.explain_revision(revision)
    answered(ada, practice, RIGHT)
    with django_assert_max_num_queries(11) as few:
        page(ada, which)
    count = len(few)
    for _ in range(3):
        other = content.practice(content.pattern(), problems=2, kind="predict-output")
        for placed in other.items.all():
            explanations.explain_revision(placed.revisions.get())
        answered(ada, other, RIGHT)
    with django_assert_max_num_queries(count):
        page(ada, which)


def test_a_wrong_answer_costs_the_problem_page_no_query(
    ada: Visitor, practice: Mode, revision: ItemRevision, django_assert_max_num_queries: Any
) -> None:
    explanations.explain_revision(revision)
    answered(ada, practice, "five", RIGHT)
    with django_assert_max_num_queries(12):
        ada.problem(1)
