"""Leave a pooling out."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("maxpool", "avgpool", "pool", "max_pool2d", "avg_pool2d"):
        if call.args:
            yield (source.replace(call, source.segment(call.args[0])),)


MUTATION = Mutation(
    name="pooling-forgotten",
    sentence="The pooling was forgotten, which halves height and width.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
