"""Work along dimension 0."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import dimensions
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, number


def _places(source: Source) -> Iterator[Place]:
    for argument in dimensions(source):
        if number(argument) != 0:
            yield (source.replace(argument, "0"),)


MUTATION = Mutation(
    name="first-dimension",
    sentence="The operation was taken to run along dimension 0, the first one.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
