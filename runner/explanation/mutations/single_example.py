"""Give a network one image where it gets a batch of them."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import sizes
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, found in sizes(source):
        if len(found) == 4 and found[0] > 1:
            yield (source.replace(call.args[0], "1"),)


MUTATION = Mutation(
    name="single-example",
    sentence="A single image was taken to go in, not a batch of them.",
    places=_places,
    likelihood=Likelihood.RARE,
)
