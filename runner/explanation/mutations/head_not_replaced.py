"""Leave the replacement of the head out."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import heads
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source, called


def _places(source: Source) -> Iterator[Place]:
    for assign, layer in heads(source):
        if called(layer)[:1].isupper():
            yield (source.remove(assign),)


MUTATION = Mutation(
    name="head-not-replaced",
    sentence="The old head was still in place.",
    places=_places,
)
