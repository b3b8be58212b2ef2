"""Keep all scores where the place of the largest is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for call, function in source.methods("argmax"):
        if keyword(call, "keepdim") is None and (call.args or call.keywords):
            yield (source.rename(function, "softmax"),)


MUTATION = Mutation(
    name="scores-for-place",
    sentence="`argmax` was taken to keep a value for each class, as `softmax` does.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
