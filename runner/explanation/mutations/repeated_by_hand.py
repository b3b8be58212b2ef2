"""Write a vector out for every row where broadcasting repeats it."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import sizes
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    found = list(sizes(source))
    for call, own in found:
        rows = next((other for _, other in found if len(own) == 1 and len(other) == 2 and other[-1] == own[0]), None)
        if rows is not None:
            yield (source.replace(call.args[0], f"{rows[0]}, {rows[1]}"),)


MUTATION = Mutation(
    name="repeated-by-hand",
    sentence="The vector was taken to be written out for every row, so that each row has its own.",
    places=_places,
)
