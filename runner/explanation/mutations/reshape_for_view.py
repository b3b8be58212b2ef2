"""Copy where a view is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for _, function in source.methods("view"):
        yield (source.rename(function, "reshape"),)


MUTATION = Mutation(
    name="reshape-for-view",
    sentence="`view` was taken to copy where it has to, as `reshape` does.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
