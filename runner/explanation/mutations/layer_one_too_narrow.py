"""Make the last layer one output narrower."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source, number


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("Linear"):
        size = number(call.args[1]) if len(call.args) > 1 else None
        if size is not None and size > 1:
            yield (source.replace(call.args[1], str(size - 1)),)


MUTATION = Mutation(
    name="layer-one-too-narrow",
    sentence="The classes were counted from zero, so the layer has one output too few.",
    places=_places,
)
