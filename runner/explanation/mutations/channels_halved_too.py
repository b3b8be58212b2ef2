"""Let a pooling halve the channels beside height and width."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("maxpool", "avgpool", "pool", "max_pool2d", "avg_pool2d"):
        if call.args:
            yield source.append(call, "[:, ::2]")


MUTATION = Mutation(
    name="channels-halved-too",
    sentence="The pooling was taken to halve the channels as well as height and width.",
    places=_places,
    likelihood=Likelihood.RARE,
)
