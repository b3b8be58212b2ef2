"""Let the reduced dimension go where it is kept."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        kept = keyword(call, "keepdim", "keepdims")
        if kept is not None:
            yield (source.without(call, kept),)


MUTATION = Mutation(
    name="keepdim-forgotten",
    sentence="The reduced dimension was taken to go, though `keepdim` keeps it with size 1.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
