"""Exchange two neighbouring layers."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("Sequential"):
        for one, other in zip(call.args, call.args[1:], strict=False):
            yield source.swap(one, other)


MUTATION = Mutation(
    name="layers-swapped",
    sentence="Two neighbouring layers were read in the other order.",
    places=_places,
)
