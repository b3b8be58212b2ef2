"""Take two steps that follow each other in the other order."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import call_statements
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for statement in call_statements(source):
        block = source.block_of(statement)
        following = block[block.index(statement) + 1 : block.index(statement) + 2]
        if following and isinstance(following[0], ast.Expr) and "print" not in source.segment(following[0]):
            yield source.swap(statement, following[0])


MUTATION = Mutation(
    name="two-steps-swapped",
    sentence="Two steps that follow each other were taken in the other order.",
    places=_places,
)
