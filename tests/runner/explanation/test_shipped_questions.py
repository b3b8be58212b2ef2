"""Every shipped question whose output is predicted has wrong choices that slips print."""

import copy
from dataclasses import replace

import pytest

from tests.runner.explanation.shipped import LEAST, Shipped, distractors, holds, shipped_questions, stored

QUESTIONS = list(shipped_questions())
RECORDS = stored()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_what_was_found_is_of_the_question_and_the_mutations_as_they_are_now(question: Shipped) -> None:
    assert holds(question, RECORDS.get(question.slug)), (
        f"run again: .venv/bin/python -m tests.runner.explanation.shipped {question.slug}"
    )


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_at_least_two_wrong_choices_are_each_printed_by_a_slip(question: Shipped) -> None:
    reached = {distractor.choice for distractor in distractors(RECORDS[question.slug])}
    assert reached <= set(question.wrong)
    assert len(reached) >= LEAST


def test_nothing_is_kept_of_questions_that_are_gone() -> None:
    assert set(RECORDS) == {question.slug for question in QUESTIONS}


def test_a_record_is_stale_once_its_question_or_its_mutation_is_another() -> None:
    question = QUESTIONS[0]
    record = RECORDS[question.slug]
    source = question.program.source + "\n# changed\n"
    changed = replace(question, program=question.program.model_copy(update={"source": source}))
    assert not holds(changed, record)
    for field, other in {"sentence": "Said otherwise.", "diff": "@@ -1 +1 @@\n-a\n+b", "mutations": ["gone"]}.items():
        stale = copy.deepcopy(record)
        stale["distractors"][0]["slip"][field] = other
        assert not holds(question, stale)
    assert not holds(question, None)
