"""Give the largest value where its place is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for _, function in source.methods("argmax", "argmin"):
        yield (source.rename(function, "amax" if function.attr == "argmax" else "amin"),)


MUTATION = Mutation(
    name="value-for-place",
    sentence="`argmax` was taken to give the largest value, not its place.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
