"""Leave `contiguous()` out in front of a view."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, _ in source.methods("contiguous"):
        yield (source.unwrap(call),)


MUTATION = Mutation(
    name="contiguous-forgotten",
    sentence="`contiguous()` was forgotten, which brings the numbers into the order that a view needs.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
