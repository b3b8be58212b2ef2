"""Look for the largest value in all that belongs to an example."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for _, function in source.methods("argmax", "argmin"):
        yield source.append(function.value, ".flatten(1)")


MUTATION = Mutation(
    name="one-place-per-example",
    sentence="Each example was taken to get a single answer, over everything that belongs to it.",
    places=_places,
)
