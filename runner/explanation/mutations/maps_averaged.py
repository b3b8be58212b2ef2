"""Average maps over height and width."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import shaped
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for value in shaped(source):
        yield source.append(value, ".mean(dim=(2, 3))")


MUTATION = Mutation(
    name="maps-averaged",
    sentence="The maps were taken to be averaged over height and width already.",
    places=_places,
)
