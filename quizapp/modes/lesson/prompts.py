"""The prompts of a lesson that a learner can commit to, by the part of the lesson they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizapp.catalog.lesson import Lesson


@dataclass(frozen=True)
class Prompt:
    """What may be chosen, and which of it is right."""

    choices: frozenset[str]
    answer: str


def prompts_of(lesson: Lesson) -> Mapping[str, Prompt]:
    """``step.<id>`` and ``myth.<id>`` to their prompts."""
    steps = {
        step_part(step.id): Prompt(frozenset(choice.id for choice in step.commit.choices), step.commit.answer)
        for step in lesson.steps
        if step.commit is not None
    }
    myths = {myth_part(myth.id): Prompt(frozenset({"yes", "no"}), myth.answer) for myth in lesson.myths}
    return steps | myths


def step_part(step_id: str) -> str:
    return f"step.{step_id}"


def myth_part(myth_id: str) -> str:
    return f"myth.{myth_id}"
