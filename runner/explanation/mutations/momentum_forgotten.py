"""Make an optimizer without momentum."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        momentum = keyword(call, "momentum")
        if momentum is not None:
            yield (source.without(call, momentum),)


MUTATION = Mutation(
    name="momentum-forgotten",
    sentence="The optimizer was taken to have no momentum, so nothing of earlier steps goes on.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
