"""Give an image of one channel three."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import sizes
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, found in sizes(source):
        if len(found) in {3, 4} and found[-3] == 1 and found[-1] > 4:
            yield (source.replace(call.args[-3], "3"),)


MUTATION = Mutation(
    name="gray-spread-to-color",
    sentence="The one gray channel was taken to be spread to the three that the network expects.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
