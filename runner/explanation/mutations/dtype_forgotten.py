"""Leave the dtype to its default."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        dtype = keyword(call, "dtype")
        if dtype is not None:
            yield (source.without(call, dtype),)


MUTATION = Mutation(
    name="dtype-forgotten",
    sentence="The dtype that is asked for was overlooked, and the default was used.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
