"""Pool maps to one pixel each."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import shaped
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for value in shaped(source):
        yield source.append(value, ".mean(dim=(2, 3), keepdim=True)")


MUTATION = Mutation(
    name="maps-pooled-to-one",
    sentence="The maps were taken to be pooled to one pixel each.",
    places=_places,
)
