"""Ask for a view where a copy may be needed."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for _, function in source.methods("reshape"):
        yield (source.rename(function, "view"),)


MUTATION = Mutation(
    name="view-for-reshape",
    sentence="`view` was used where only `reshape` can make the new shape, by copying.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
