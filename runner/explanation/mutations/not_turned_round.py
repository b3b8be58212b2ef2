"""Leave a list as it is where it is turned round."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source, number


def _places(source: Source) -> Iterator[Place]:
    for subscript in source.nodes(ast.Subscript):
        part = subscript.slice
        if isinstance(part, ast.Slice) and part.lower is part.upper is None and number(part.step) == -1:
            yield (source.replace(subscript, source.segment(subscript.value)),)


MUTATION = Mutation(
    name="not-turned-round",
    sentence="The list was not turned round.",
    places=_places,
)
