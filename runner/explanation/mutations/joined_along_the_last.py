"""Put tensors together along the last dimension where the default is the first."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("cat", "stack", "concatenate", "concat"):
        if len(call.args) == 1 and keyword(call, "dim", "axis") is None:
            yield (source.argument(call, "dim=-1"),)


MUTATION = Mutation(
    name="joined-along-the-last",
    sentence="Tensors were taken to be put together along their last dimension, where the default is the first.",
    places=_places,
)
