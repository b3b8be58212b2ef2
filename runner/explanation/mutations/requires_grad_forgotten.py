"""Make a tensor that requires no gradient."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        flag = keyword(call, "requires_grad")
        if flag is not None:
            yield (source.without(call, flag),)


MUTATION = Mutation(
    name="requires-grad-forgotten",
    sentence="The tensor was not asked to record gradients.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
