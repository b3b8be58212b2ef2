"""Exchange the last two axes of a `permute`."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, _ in source.methods("permute"):
        if len(call.args) > 2:
            yield source.swap(call.args[-2], call.args[-1])


MUTATION = Mutation(
    name="last-axes-confused",
    sentence="The last two axes, such as height and width, were taken for each other.",
    places=_places,
)
