"""Multiply matrices and leave out the sum over the inner size."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for operation in source.nodes(ast.BinOp):
        if isinstance(operation.op, ast.MatMult):
            yield (*source.append(operation.left, "[:, :, None]"), source.operator(operation, "*"))


MUTATION = Mutation(
    name="inner-size-not-summed",
    sentence="The products were never summed over the size that both matrices share.",
    places=_places,
)
