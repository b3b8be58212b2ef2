"""Put nothing in the place of the head."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import heads
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source, called


def _places(source: Source) -> Iterator[Place]:
    for _, layer in heads(source):
        if called(layer) == "Linear":
            yield (source.replace(layer, source.segment(layer.func).replace("Linear", "Identity") + "()"),)


MUTATION = Mutation(
    name="head-removed",
    sentence="The head was taken to be removed, so that the features in front of it come out.",
    places=_places,
)
