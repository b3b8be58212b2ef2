"""Work on a copy of the original."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for _, function in source.methods("expand", "expand_as", "detach", "view"):
        yield source.append(function.value, ".clone()")


MUTATION = Mutation(
    name="original-kept-apart",
    sentence="The original was taken to be out of reach, as if a copy had been made of it first.",
    places=_places,
)
