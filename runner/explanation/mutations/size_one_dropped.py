"""Drop an axis of size 1 in front of an operation."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import elementwise
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for operation in elementwise(source):
        yield source.append(operation.left, ".squeeze()")


MUTATION = Mutation(
    name="size-one-dropped",
    sentence="The axis of size 1 was taken not to count, as if it were squeezed away first.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
