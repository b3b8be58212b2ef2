"""A runner's word on why is not believed either."""

from __future__ import annotations

from typing import Any

import pytest

from quizapp.evidence.vetting import SLIP_LIMIT_CHARS, digest, vetted
from runner.explained import Distractor, Explained, Model, Part, Trace
from tests.factories.explanations import explained, sentence, slip, step
from tests.runs.builders import TWO_OR_ELEVEN

SOURCE = "print(1 + 1)\n"
ELEVEN = slip(SOURCE, "print('1' + '1')\n", "11")
THREE = slip(SOURCE, "print(1 + 2)\n", "3")
RAISES = slip(SOURCE, "print(1 + '1')\n", "", exception="TypeError")


def found(**changes: Any) -> Explained:
    return vetted(explained(SOURCE, "2", {"eleven": ELEVEN}, **changes), SOURCE, TWO_OR_ELEVEN)


def test_what_can_be_true_is_kept_as_it_is() -> None:
    whole = found(proposals=(THREE,), unreached=("error",))
    assert whole == explained(SOURCE, "2", {"eleven": ELEVEN}, proposals=(THREE,), unreached=("error",))


def test_an_exception_can_be_what_a_slip_shows() -> None:
    kept = vetted(explained(SOURCE, "2", {"error": RAISES}), SOURCE, TWO_OR_ELEVEN)
    assert kept.unreached == ("eleven",)


@pytest.mark.parametrize(
    ("choice", "wrong"),
    [
        ("eleven", THREE),
        ("two", slip(SOURCE, "print(2)\n", "2")),
        ("no-choice", ELEVEN),
        ("eleven", ELEVEN.model_copy(update={"diff": "@@ -1 +1 @@\n-print(5 + 6)\n+print('1' + '1')\n"})),
        ("eleven", ELEVEN.model_copy(update={"diff": "@@ -1 +1 @@\n-print(1 + 1)\n+print(1  +  1)\n"})),
        ("eleven", ELEVEN.model_copy(update={"diff": ""})),
        ("eleven", ELEVEN.model_copy(update={"sentence": " "})),
        ("eleven", ELEVEN.model_copy(update={"output": "11" + " " * SLIP_LIMIT_CHARS})),
    ],
)
def test_a_slip_that_does_not_print_its_choice_is_left_out(choice: str, wrong: Any) -> None:
    assert found(distractors=(Distractor(choice=choice, slip=wrong),)).distractors == ()


def test_a_slip_may_move_a_line_into_a_block() -> None:
    source = "if not 1:\n    n = 0\nprint(1 + 1)\n"
    moved = slip(source, "if not 1:\n    n = 0\n    print(1 + 1)\n", "11")
    kept = vetted(explained(source, "2", {"eleven": moved}), source, TWO_OR_ELEVEN)
    assert [each.slip for each in kept.distractors] == [moved]


def test_a_choice_has_one_slip() -> None:
    twice = (Distractor(choice="eleven", slip=ELEVEN),) * 2
    assert found(distractors=twice).distractors == twice[:1]


def test_what_was_not_reached_is_worked_out_here() -> None:
    assert found(unreached=("eleven", "two", "nonsense")).unreached == ("error",)


def test_a_proposal_prints_what_no_choice_lists() -> None:
    silent = slip(SOURCE, "1 + 1\n", "")
    assert found(proposals=(THREE, THREE, ELEVEN, RAISES, silent)).proposals == (THREE,)


@pytest.mark.parametrize(
    ("trace", "reason"),
    [
        (None, "there is no trace"),
        (Trace(steps=()), "holds no step"),
        (Trace(steps=(step(2),)), "a line that the program does not have"),
        (Trace(steps=(step(number=2), step(number=1))), "out of order"),
        (Trace(steps=(step(), step())), "out of order"),
        (Trace(steps=(step(),), models=(Model(name="model", step=7, parts=()),)), "a step that it does not hold"),
        (Trace(steps=tuple(step(number=1 + n, printed="2" * 2000) for n in range(400))), "too long"),
    ],
)
def test_a_trace_that_cannot_be_takes_the_explanation_along(trace: Trace | None, reason: str) -> None:
    kept = found(trace=trace)
    assert (kept.trace, kept.explanation) == (None, None)
    assert reason in kept.no_explanation
    assert kept.distractors


def test_a_sentence_that_the_trace_does_not_bear_out_is_dropped() -> None:
    good = found().explanation
    assert good is not None
    lie = sentence("It adds 40 and 2.", 1)
    kept = found(explanation=good.model_copy(update={"steps": (lie, *good.steps)})).explanation
    assert kept == good


def test_without_a_true_answer_nothing_is_explained() -> None:
    good = found().explanation
    assert good is not None
    kept = found(explanation=good.model_copy(update={"final_answer": sentence("It prints 3.", 1)}))
    assert kept.explanation is None
    assert "say what the trace does not show" in kept.no_explanation


def test_values_that_the_sentence_does_not_hold_are_not_there_to_be_translated() -> None:
    good = found().explanation
    assert good is not None
    changed = good.final_answer.model_copy(update={"values": {"output": "42"}})
    kept = found(explanation=good.model_copy(update={"final_answer": changed})).explanation
    assert kept is not None
    assert kept.final_answer.values == {}


def test_the_runners_reason_is_kept() -> None:
    kept = found(explanation=None, trace=None, no_explanation="the tracer was removed")
    assert kept.no_explanation == "the tracer was removed"


def test_a_hash_stands_for_everything_that_is_shown() -> None:
    assert digest(ELEVEN) == digest(ELEVEN.model_copy())
    assert len({digest(ELEVEN), digest(THREE), digest(ELEVEN.model_copy(update={"sentence": "Other."}))}) == 3


def test_a_part_of_a_model_is_kept() -> None:
    part = Part(path="fc", type="Linear", shapes={"weight": (10, 512)}, parameters=5120, trainable=5120)
    trace = Trace(steps=(step(printed="2\n"),), models=(Model(name="model", step=1, parts=(part,)),))
    assert found(trace=trace).trace == trace
