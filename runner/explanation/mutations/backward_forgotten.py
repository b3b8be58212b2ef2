"""Leave the backward pass out."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import call_statements
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for statement in call_statements(source, "backward"):
        yield (source.remove(statement),)


MUTATION = Mutation(
    name="backward-forgotten",
    sentence="The backward pass was forgotten, so no gradient was computed.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
