"""Make a convolution or pooling without padding."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        padding = keyword(call, "padding")
        if padding is not None:
            yield (source.without(call, padding),)


MUTATION = Mutation(
    name="padding-forgotten",
    sentence="The padding was forgotten, so the map shrinks at its edges.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
