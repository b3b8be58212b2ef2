"""Give every number of the second operand axes of its own."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import elementwise
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for operation in elementwise(source):
        yield source.append(operation.right, "[:, None, None]")


MUTATION = Mutation(
    name="aligned-behind-all-axes",
    sentence="The second operand was taken to come in front of all axes of the first.",
    places=_places,
)
