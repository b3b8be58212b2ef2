"""Pool once more."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("maxpool", "avgpool", "pool", "max_pool2d", "avg_pool2d"):
        if len(call.args) == 1:
            yield (source.replace(call, f"{source.segment(call.func)}({source.segment(call)})"),)


MUTATION = Mutation(
    name="halved-once-more",
    sentence="Height and width were halved once too often.",
    places=_places,
)
