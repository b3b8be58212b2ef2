"""Let an index reach the last axis where a colon stands for one axis only."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, number


def _places(source: Source) -> Iterator[Place]:
    for subscript in source.nodes(ast.Subscript):
        if isinstance(subscript.slice, ast.Tuple) and len(subscript.slice.elts) == 2:
            first, second = subscript.slice.elts
            if source.segment(first) == ":" and number(second) is not None:
                yield (source.replace(first, "..."),)


MUTATION = Mutation(
    name="ellipsis-for-colon",
    sentence="The colon was taken for all axes in front, so that the index reaches the last one, as after `...`.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
