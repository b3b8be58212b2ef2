"""Copy what is only repeated in view."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, _ in source.methods("expand", "expand_as", "broadcast_to"):
        yield source.append(call, ".clone()")


MUTATION = Mutation(
    name="expand-copies",
    sentence="`expand` was taken to copy the rows, though all of them are the same memory.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
