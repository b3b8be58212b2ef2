"""Take images for those of 224 × 224 pixels."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import sizes
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, found in sizes(source):
        if len(found) > 2 and found[-1] == found[-2] >= 16 and found[-1] != 224:
            yield (source.replace(call.args[-2], "224"), source.replace(call.args[-1], "224"))


MUTATION = Mutation(
    name="usual-image-size",
    sentence="The images were taken to have the usual 224 × 224 pixels.",
    places=_places,
)
