"""Leave a model in training mode."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for _, function in source.methods("eval"):
        yield (source.rename(function, "train"),)


MUTATION = Mutation(
    name="train-for-eval",
    sentence="The model was left in training mode, because `eval()` was forgotten.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
