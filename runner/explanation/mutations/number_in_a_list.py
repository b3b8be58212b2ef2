"""Put a number, or what is a list already, into one more list."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("tensor", "array", "as_tensor"):
        if call.args:
            yield (source.replace(call.args[0], f"[{source.segment(call.args[0])}]"),)


MUTATION = Mutation(
    name="number-in-a-list",
    sentence="The value was taken to have one axis more, as if it stood in one more list.",
    places=_places,
)
