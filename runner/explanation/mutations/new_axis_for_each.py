"""Insert two new axes where one is inserted."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Edit, Source


def _places(source: Source) -> Iterator[Place]:
    for subscript in source.nodes(ast.Subscript):
        if source.segment(subscript.slice) in {":, None", "(:, None)"}:
            last = source.end(subscript) - 1
            yield (Edit(last, last, ", None"),)


MUTATION = Mutation(
    name="new-axis-for-each",
    sentence="The new axis was taken to make room for the one behind it as well.",
    places=_places,
)
