"""Keep an axis with size 1 where an index takes it away."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, number


def _places(source: Source) -> Iterator[Place]:
    for subscript in source.nodes(ast.Subscript):
        parts = subscript.slice.elts if isinstance(subscript.slice, ast.Tuple) else [subscript.slice]
        for part in parts:
            index = number(part)
            if index is not None and isinstance(subscript.ctx, ast.Load):
                yield (source.replace(part, "-1:" if index == -1 else f"{index}:{index + 1}"),)


MUTATION = Mutation(
    name="slice-for-index",
    sentence="An index was taken to keep its axis with size 1, as a slice does.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
