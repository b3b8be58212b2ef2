"""Let all probabilities together sum to 1."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, function in source.methods("softmax"):
        yield (source.replace(call, f"{source.receiver(function)}.flatten().softmax(dim=0)"),)


MUTATION = Mutation(
    name="softmax-over-everything",
    sentence="All probabilities together were taken to sum to 1, not those of each example.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
