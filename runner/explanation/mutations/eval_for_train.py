"""Put a model into evaluation mode instead of training mode."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for _, function in source.methods("train"):
        yield (source.rename(function, "eval"),)


MUTATION = Mutation(
    name="eval-for-train",
    sentence="The model was taken to be in evaluation mode.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
