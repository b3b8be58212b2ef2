"""Let an axis go where a slice keeps it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, number


def _places(source: Source) -> Iterator[Place]:
    for subscript in source.nodes(ast.Subscript):
        parts = subscript.slice.elts if isinstance(subscript.slice, ast.Tuple) else [subscript.slice]
        for part in parts:
            if isinstance(part, ast.Slice) and part.step is None and part.lower is not None:
                start, end = number(part.lower), number(part.upper)
                if start is not None and end == start + 1:
                    yield (source.replace(part, str(start)),)


MUTATION = Mutation(
    name="index-for-slice",
    sentence="A slice of one was taken to lose its axis, as an index does.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
