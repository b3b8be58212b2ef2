"""Leave the step of the scheduler out."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import call_statements
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for statement in call_statements(source, "step"):
        if "sched" in source.segment(statement):
            yield (source.remove(statement),)


MUTATION = Mutation(
    name="scheduler-step-forgotten",
    sentence="The scheduler never made its step, so the rates stayed as they were.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
