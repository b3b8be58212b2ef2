"""Put a single layer where a `Sequential` around it was put."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import heads
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source, called


def _places(source: Source) -> Iterator[Place]:
    for _, call in heads(source):
        if called(call) == "Sequential" and len(call.args) > 1:
            yield (source.replace(call, source.segment(call.args[-1])),)


MUTATION = Mutation(
    name="sequential-not-counted",
    sentence="The `Sequential` was taken to add nothing to the names inside.",
    places=_places,
)
