"""A question with what a run found put into it: what an author goes on from in the editor."""

from __future__ import annotations

from typing import Final

from quizapp.authoring.editors.question import MOST_CHOICES, MOST_STEPS
from quizapp.catalog.content import Choice, Question
from quizapp.catalog.content import Explanation as OwnExplanation
from quizapp.evidence.wording import named, said
from runner.explained import Explanation, Slip

LONGEST_ID: Final = 80


def with_explanation(question: Question, explanation: Explanation) -> Question:
    """The author's own explanation replaced by the words of the run's; not checked, the editor does that."""
    steps = [said(sentence) for sentence in explanation.steps]
    if len(steps) > MOST_STEPS:
        steps = [*steps[: MOST_STEPS - 1], " ".join(steps[MOST_STEPS - 1 :])]
    own = OwnExplanation.model_construct(
        steps=tuple(steps), final_answer=said(explanation.final_answer), quick_check=said(explanation.quick_check)
    )
    return question.model_copy(update={"explanation": own})


def with_choice(question: Question, slip: Slip) -> Question:
    """One choice more, which the slip prints; as it is where there is no room."""
    if len(question.choices) >= MOST_CHOICES:
        return question
    text = "\n".join(part for part in (slip.output.strip(), slip.exception) if part)
    choice = Choice.model_construct(
        id=_free(question, slip.mutations[0]), text=text, code=None, rationale=named(slip), pin_last=False
    )
    return question.model_copy(update={"choices": (*question.choices, choice)})


def _free(question: Question, wanted: str) -> str:
    taken = {choice.id for choice in question.choices}
    names = [wanted, *(f"{wanted[: LONGEST_ID - 2]}-{number}" for number in range(2, MOST_CHOICES + 2))]
    return next(name for name in names if name not in taken)
