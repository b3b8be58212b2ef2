"""Let `and` stand for `or`, and the other way round."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for operation in source.nodes(ast.BoolOp):
        sign = "or" if isinstance(operation.op, ast.And) else "and"
        yield (source.replace(operation, f" {sign} ".join(map(source.segment, operation.values))),)


MUTATION = Mutation(
    name="truth-of-both",
    sentence="`and` and `or` were taken for each other.",
    places=_places,
)
