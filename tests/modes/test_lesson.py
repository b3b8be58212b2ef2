"""The lesson: a step opens once one has committed, and only what was proven is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from quizapp.catalog.models import Claim, Item, Mode
from quizapp.catalog.revising import save_revision
from quizapp.evidence.models import Environment, Evidence
from quizapp.progress.models import ActiveDay, Answer, Schedule
from quizapp.runs.models import Run
from runner.protocol import PROVER
from tests.factories import content
from tests.factories.lessons import lesson, lesson_mode, raw_lesson
from tests.factories.people import NOW
from tests.modes.conftest import Visitor

Reader = Callable[[str], str]
ALL_TOLD = (
    "Both joins hold all five.",
    "Pour the jug in either order.",
    "Adding zero changes nothing.",
    "They are joined.",
)


@pytest.fixture
def taught(db: None) -> Mode:
    return lesson_mode(content.pattern("adding-up"))


def commits(ada: Visitor, part: str, choice: str, **changes: Any) -> Any:
    item = Item.objects.get(type="lesson")
    data = {"part": part, "choice": choice, "revision": item.published_id, "key": uuid4(), **changes}
    return ada.client.post(reverse("lesson-commit", args=["adding-up"]), data)


def test_every_part_of_a_lesson_is_there(ada: Visitor, taught: Mode, read: Reader) -> None:
    page = read(ada.see("lesson", "adding-up"))

    for part in (
        "Adding up - Lesson",
        "Adding joins amounts.",
        "Bills are sums.",
        "After counting.",
        "Amounts add up, whatever they are amounts of.",
        "two glasses into a jug",
        "Two ones become a two.",
        "Build-up in 2 steps",
        "Nothing has to be counted twice.",
        "Digits are added from the right.",
        "Columns keep the work small.",
        "Myth busters: 2 common misconceptions",
        "Sums of floats depend on their order.",
        "Count them apart.",
        "Keep the sum, not the list.",
        "It is adding the same again and again.",
        "The carry is lost",
        "Order is yours to choose.",
    ):
        assert part in page


def test_what_is_still_to_be_guessed_stands_nowhere_on_the_page(ada: Visitor, taught: Mode) -> None:
    page = ada.see("lesson", "adding-up")

    for told in ALL_TOLD:
        assert told not in page


def test_committing_stores_the_choice_and_opens_the_step(ada: Visitor, taught: Mode, read: Reader) -> None:
    response = commits(ada, "step.either-order", "larger")

    assert response["Location"].endswith("#step.either-order")
    page = read(ada.see("lesson", "adding-up"))
    assert "You said: It is larger." in page
    assert "It is: It is the same." in page
    assert "Both joins hold all five." in page
    assert "Pour the jug in either order." in page
    answer = Answer.objects.get()
    assert (answer.part, answer.outcome, answer.said) == ("step.either-order", "wrong", {"choice": "larger"})
    assert ActiveDay.objects.count() == 1
    assert not Schedule.objects.exists()


def test_the_first_commitment_stands(ada: Visitor, taught: Mode, read: Reader) -> None:
    for choice in ("larger", "the-same"):
        commits(ada, "step.either-order", choice)

    assert Answer.objects.get().said == {"choice": "larger"}


def test_myths_are_committed_to_as_well(ada: Visitor, taught: Mode, read: Reader) -> None:
    commits(ada, "myth.sums-grow", "no")

    page = read(ada.see("lesson", "adding-up"))
    assert "No. You said no. Adding zero changes nothing." in page
    assert "Loops that wait for growth would never end." in page
    assert "They are joined." not in page


def test_whoever_returns_can_see_everything(ada: Visitor, taught: Mode, read: Reader) -> None:
    page = read(ada.client.get(reverse("lesson", args=["adding-up"]) + "?all=1").content.decode())

    for told in ALL_TOLD:
        assert told in page
    assert "learner" not in ada.client.cookies


def test_steps_after_one_that_waits_stay_closed(ada: Visitor, db: None, read: Reader) -> None:
    steps = raw_lesson()["steps"]
    lesson_mode(content.pattern("adding-up"), steps=[steps[1], steps[0]])

    page = read(ada.see("lesson", "adding-up"))

    assert "Counting on" in page
    assert "opens after the step before it" in page
    assert "Begin at two and count two on." not in page
    commits(ada, "step.either-order", "the-same")
    assert "Begin at two and count two on." in read(ada.see("lesson", "adding-up"))


def test_a_pitfall_in_code_is_shown_once_both_programs_are_proven(ada: Visitor, taught: Mode, read: Reader) -> None:
    assert "Texts are joined" not in read(ada.see("lesson", "adding-up"))
    here = Environment.objects.create(
        digest="e" * 64,
        runtime="python",
        device="cpu",
        versions={"python": "3.11"},
        prover=PROVER,
        origin=Environment.Origin.RUNNER,
        counts=True,
        first_seen_at=NOW,
    )
    wrong, right = Claim.objects.order_by("pk")
    proven(wrong, here)
    assert "Texts are joined" not in read(ada.see("lesson", "adding-up"))

    proven(right, here)

    page = read(ada.see("lesson", "adding-up"))
    assert "Texts are joined" in page
    assert "Both programs were run, and show this." in page


def proven(claim: Claim, where: Environment) -> None:
    run = Run.objects.create(
        program=claim.program, expectation=claim.expectation, queue="runner.cpu", created_at=NOW, due_at=NOW
    )
    Evidence.objects.create(
        program=claim.program,
        expectation_digest=claim.expectation_digest,
        environment=where,
        run=run,
        verdict="proven",
        runs=5,
        prover=PROVER,
        shown_at=NOW,
    )


@pytest.mark.parametrize(
    ("part", "choice", "status"),
    [
        ("step.either-order", "smaller", 404),
        ("step.counting-on", "the-same", 404),
        ("step.nowhere", "the-same", 404),
        ("myth.sums-grow", "maybe", 404),
        ("../../etc", "yes", 302),
        ("myth.sums-grow", "", 302),
    ],
)
def test_what_is_no_choice_of_the_lesson_is_not_stored(
    ada: Visitor, taught: Mode, part: str, choice: str, status: int
) -> None:
    assert commits(ada, part, choice).status_code == status
    assert not Answer.objects.exists()


def test_a_commitment_survives_a_new_revision_of_the_lesson(ada: Visitor, taught: Mode, read: Reader) -> None:
    commits(ada, "step.either-order", "larger")
    item = Item.objects.get(type="lesson")
    newer = save_revision(item, lesson(core_idea="Sums are sums."), None, NOW, False)
    type(newer).objects.filter(pk=newer.pk).update(state="published", published_at=NOW)
    Item.objects.filter(pk=item.pk).update(published=newer)

    page = read(ada.see("lesson", "adding-up"))

    assert "Sums are sums." in page
    assert "You said: It is larger." in page


def test_it_is_the_first_way_to_learn_a_pattern(ada: Visitor, taught: Mode, read: Reader) -> None:
    content.practice(taught.pattern)

    page = read(ada.see("pattern", "adding-up"))

    assert page.index("Lesson") < page.index("Practice")
    assert "Start learning" in page
