"""Give images with their channels behind height and width."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import sizes
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Edit, Source


def _places(source: Source) -> Iterator[Place]:
    for call, found in sizes(source):
        if len(found) in {3, 4} and found[-3] in {1, 3} and found[-1] > 4:
            channels = call.args[-3]
            last = source.end(call.args[-1])
            yield (source.without_item(call, channels, channels), Edit(last, last, f", {found[-3]}"))


MUTATION = Mutation(
    name="channels-last",
    sentence="The channels were taken to come behind height and width, not in front of them.",
    places=_places,
)
