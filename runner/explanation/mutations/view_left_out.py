"""Leave a view out, so that the shape stays."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, _ in source.methods("view"):
        if call.args:
            yield (source.unwrap(call),)


MUTATION = Mutation(
    name="view-left-out",
    sentence="The view was taken to leave the shape as it is.",
    places=_places,
    likelihood=Likelihood.RARE,
)
