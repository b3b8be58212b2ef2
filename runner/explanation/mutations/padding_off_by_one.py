"""Pad by one more or one less."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source, keyword, number


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        padding = keyword(call, "padding")
        size = number(padding.value) if padding is not None else None
        if padding is not None and size is not None:
            yield (source.replace(padding.value, str(size + 1)),)
            if size > 0:
                yield (source.replace(padding.value, str(size - 1)),)


MUTATION = Mutation(
    name="padding-off-by-one",
    sentence="The padding was off by one, so the map is larger or smaller by two.",
    places=_places,
)
