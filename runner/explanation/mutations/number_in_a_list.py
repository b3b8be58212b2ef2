"""Put a number, or what is a list already, into one more list."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("tensor", "array", "as_tensor"):
        if call.args:
            yield (source.replace(call.args[0], f"[{source.segment(call.args[0])}]"),)


MUTATION = Mutation(
    name="number-in-a-list",
    sentence="A single number was taken to be a list of one, with an axis of its own.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
