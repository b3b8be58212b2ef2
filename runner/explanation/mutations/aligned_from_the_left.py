"""Line shapes up at the left where broadcasting lines them up at the right."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import elementwise
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for operation in elementwise(source):
        yield source.append(operation.right, "[:, None]")


MUTATION = Mutation(
    name="aligned-from-the-left",
    sentence="The shapes were lined up from the left, but broadcasting lines them up from the right.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
