"""Leave the clearing of gradients out."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import call_statements
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for statement in call_statements(source, "zero_grad", "zero_"):
        if ".grad.zero_" in source.segment(statement) or ".zero_grad" in source.segment(statement):
            yield (source.remove(statement),)


MUTATION = Mutation(
    name="zero-grad-forgotten",
    sentence="The gradients were never cleared, so those of earlier passes are still in them.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
