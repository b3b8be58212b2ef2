"""Work along dimension 1."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import dimensions
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, number


def _places(source: Source) -> Iterator[Place]:
    for argument in dimensions(source):
        if number(argument) != 1:
            yield (source.replace(argument, "1"),)


MUTATION = Mutation(
    name="second-dimension",
    sentence="The operation was taken to run along dimension 1, the second one.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
